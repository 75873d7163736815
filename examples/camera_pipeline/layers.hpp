// SPDX-License-Identifier: BSL-1.0
// The kinds of layers that the detector is made of, as they run on the CPU.
#ifndef CAMERA_PIPELINE_LAYERS_HPP
#define CAMERA_PIPELINE_LAYERS_HPP

#include <cstddef>
#include <vector>

#include "tensor.hpp"

namespace camera_pipeline {

/// What a convolution multiplies with: for each output channel a bias, and `size` * `size` weights for each input
/// channel that it looks at.
struct kernel {
    size_t size = 1;  ///< 1 or 3; the border is padded with 0, so that the image keeps its size
    size_t stride = 1;
    std::vector<float> weights{};
    std::vector<float> biases{};  ///< as many as there are output channels
};

enum class layer_kind { convolution, depthwise_convolution, rectifier, sigmoid, suppression };

class layer {
public:
    layer() = default;
    layer(const layer&) = delete;
    layer& operator=(const layer&) = delete;
    virtual ~layer() = default;
    virtual void run(const tensor& in, tensor& out) const = 0;

    // For those who run it elsewhere:
    [[nodiscard]] virtual layer_kind kind() const = 0;
    /// Null where it multiplies with nothing.
    [[nodiscard]] virtual const kernel* weights() const { return nullptr; }
};

/// Each output channel looks at all input channels.
class convolution final : public layer {
public:
    explicit convolution(kernel weights) : kernel_(static_cast<kernel&&>(weights)) {}
    void run(const tensor& in, tensor& out) const override;
    [[nodiscard]] layer_kind kind() const override { return layer_kind::convolution; }
    [[nodiscard]] const kernel* weights() const override { return &kernel_; }

private:
    kernel kernel_;
};

/// Each output channel looks at the input channel of its number.
class depthwise_convolution final : public layer {
public:
    explicit depthwise_convolution(kernel weights) : kernel_(static_cast<kernel&&>(weights)) {}
    void run(const tensor& in, tensor& out) const override;
    [[nodiscard]] layer_kind kind() const override { return layer_kind::depthwise_convolution; }
    [[nodiscard]] const kernel* weights() const override { return &kernel_; }

private:
    kernel kernel_;
};

/// max(0, x)
class rectifier final : public layer {
public:
    void run(const tensor& in, tensor& out) const override;
    [[nodiscard]] layer_kind kind() const override { return layer_kind::rectifier; }
};

/// 1 / (1 + exp(-x))
class sigmoid final : public layer {
public:
    void run(const tensor& in, tensor& out) const override;
    [[nodiscard]] layer_kind kind() const override { return layer_kind::sigmoid; }
};

/// 0 for what has a larger neighbour, so that one thing is found once.
class suppression final : public layer {
public:
    void run(const tensor& in, tensor& out) const override;
    [[nodiscard]] layer_kind kind() const override { return layer_kind::suppression; }
};

}  // namespace camera_pipeline

#endif

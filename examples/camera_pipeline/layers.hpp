// SPDX-License-Identifier: BSL-1.0
// The kinds of layers that the detector on the CPU is made of.
#ifndef CAMERA_PIPELINE_LAYERS_HPP
#define CAMERA_PIPELINE_LAYERS_HPP

#include <cstddef>
#include <vector>

#include "tensor.hpp"

namespace camera_pipeline {

class layer {
public:
    layer() = default;
    layer(const layer&) = delete;
    layer& operator=(const layer&) = delete;
    virtual ~layer() = default;
    virtual void run(const tensor& in, tensor& out) const = 0;
};

/// What a convolution multiplies with: for each output channel a bias, and `size` * `size` weights for each input
/// channel that it looks at.
struct kernel {
    size_t size = 1;  ///< 1 or 3; the border is padded with 0, so that the image keeps its size
    size_t stride = 1;
    std::vector<float> weights{};
    std::vector<float> biases{};  ///< as many as there are output channels
};

/// Each output channel looks at all input channels.
class convolution final : public layer {
public:
    explicit convolution(kernel weights) : kernel_(static_cast<kernel&&>(weights)) {}
    void run(const tensor& in, tensor& out) const override;

private:
    kernel kernel_;
};

/// Each output channel looks at the input channel of its number.
class depthwise_convolution final : public layer {
public:
    explicit depthwise_convolution(kernel weights) : kernel_(static_cast<kernel&&>(weights)) {}
    void run(const tensor& in, tensor& out) const override;

private:
    kernel kernel_;
};

/// max(0, x)
class rectifier final : public layer {
public:
    void run(const tensor& in, tensor& out) const override;
};

/// 1 / (1 + exp(-x))
class sigmoid final : public layer {
public:
    void run(const tensor& in, tensor& out) const override;
};

/// 0 for what has a larger neighbour, so that one thing is found once.
class suppression final : public layer {
public:
    void run(const tensor& in, tensor& out) const override;
};

}  // namespace camera_pipeline

#endif

// SPDX-License-Identifier: BSL-1.0
// A detector on the CPU: a small convolutional network, of which each layer is timed under its name.
#ifndef CAMERA_PIPELINE_NETWORK_HPP
#define CAMERA_PIPELINE_NETWORK_HPP

#include <dwell/scope.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "detector.hpp"
#include "layers.hpp"
#include "random_numbers.hpp"
#include "tensor.hpp"

namespace camera_pipeline {

/// A stem, five blocks of a depthwise and a pointwise convolution each, and a head that says for each cell of 16 * 16
/// pixels how sure it is that a disc is there. The filters of stem and blocks are random; the head alone is fitted, by
/// least squares, to scenes of cameras that are not watched. That takes no training, and is enough for discs.
class network final : public detector {
public:
    /// `channels` is how many the stem has, and in proportion the blocks: the time goes about with its square.
    network(size_t channels, uint64_t seed);

    void detect(std::span<frame* const> batch) override;
    [[nodiscard]] const char* device() const override { return "CPU"; }

    struct named_layer {
        dwell::interned_name scope;
        std::unique_ptr<layer> work;
    };
    /// In the order in which they run.
    [[nodiscard]] const std::vector<named_layer>& layers() const { return layers_; }

private:
    void add(const std::string& name, std::unique_ptr<layer> work);
    void add_block(const std::string& name, size_t in, size_t out, size_t stride, random_numbers& random);
    void fit_head(size_t channels, uint64_t seed);
    void load(std::span<frame* const> batch);
    /// Runs the layers that there are; the result is in `values_`.
    void run_layers();

    std::vector<named_layer> layers_;
    tensor values_;
    tensor next_values_;
};

}  // namespace camera_pipeline

#endif

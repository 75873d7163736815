// SPDX-License-Identifier: BSL-1.0
#include "network.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "decode.hpp"
#include "least_squares.hpp"
#include "preprocess.hpp"
#include "scene.hpp"

namespace camera_pipeline {
namespace {

constexpr uint64_t filter_seed = 5;  // the filters are the same whatever is watched

/// Each output channel mixes the input channels at random, and takes means over the neighbours, weighted at random:
/// filters of both signs within a channel would find edges, and lose the colour of an area.
kernel random_mix(size_t size, size_t stride, size_t in, size_t out, random_numbers& random) {
    const size_t area = size * size;
    kernel made{size, stride, std::vector<float>(in * out * area), std::vector<float>(out)};
    // He, Zhang, Ren and Sun: values keep their variance from layer to layer.
    const float bound = std::sqrt(6.0F / static_cast<float>(in));
    for (size_t pair = 0; pair < in * out; ++pair) {
        const float weight = in == 1 ? 1.0F : random.uniform(-bound, bound);
        for (size_t i = 0; i < area; ++i) {
            made.weights[pair * area + i] = weight * random.uniform(0.5F, 1.5F) / static_cast<float>(area);
        }
    }
    if (in != 1) {
        std::generate(made.biases.begin(), made.biases.end(), [&] { return random.uniform(-1, 1); });
    }
    return made;
}

/// How sure the network is to be of a cell: less and less with the distance to the nearest disc.
double wanted_score(const std::vector<position>& discs, size_t cell) {
    const auto [x, y, score] = centre_of_cell(cell);
    float nearest = 1e9F;
    for (const position& disc : discs) {
        nearest = (std::min)(nearest, (disc.x - x) * (disc.x - x) + (disc.y - y) * (disc.y - y));
    }
    constexpr float width = 10;
    return std::exp(-nearest / (2 * width * width));
}

}  // namespace

network::network(size_t channels, uint64_t seed) {
    random_numbers random(filter_seed);
    add("detect.stem.conv", std::make_unique<convolution>(random_mix(3, 2, input_channels, channels, random)));
    add("detect.stem.relu", std::make_unique<rectifier>());
    add_block("detect.block1", channels, 2 * channels, 1, random);
    add_block("detect.block2", 2 * channels, 3 * channels, 2, random);
    add_block("detect.block3", 3 * channels, 3 * channels, 1, random);
    add_block("detect.block4", 3 * channels, 4 * channels, 2, random);
    add_block("detect.block5", 4 * channels, 4 * channels, 1, random);
    fit_head(4 * channels, seed);
    add("detect.head.sigmoid", std::make_unique<sigmoid>());
    add("detect.head.suppress", std::make_unique<suppression>());
}

void network::add(const std::string& name, std::unique_ptr<layer> work) {
    layers_.push_back({dwell::intern(name), std::move(work)});
}

void network::add_block(const std::string& name, size_t in, size_t out, size_t stride, random_numbers& random) {
    add(name + ".depthwise", std::make_unique<depthwise_convolution>(random_mix(3, stride, 1, in, random)));
    add(name + ".pointwise", std::make_unique<convolution>(random_mix(1, 1, in, out, random)));
    add(name + ".relu", std::make_unique<rectifier>());
}

void network::fit_head(size_t channels, uint64_t seed) {
    constexpr size_t unwatched_cameras = 20;
    constexpr uint64_t frames_a_camera = 6;
    least_squares fit(channels + 1);
    frame example;
    std::vector<double> row(channels + 1, 1.0);  // the last is for the bias
    for (size_t camera = 0; camera < unwatched_cameras; ++camera) {
        const scene watched(seed, 1'000'000 + camera);
        for (uint64_t number = 0; number < frames_a_camera; ++number) {
            watched.capture(number * 50, example.yuyv);
            const std::vector<position> discs = watched.discs_at(number * 50);
            preprocess(example);
            frame* const batch[] = {&example};
            load(batch);
            run_layers();
            for (size_t cell = 0; cell < values_.plane_size(); ++cell) {
                for (size_t channel = 0; channel < channels; ++channel) {
                    row[channel] = static_cast<double>(values_.plane(0, channel)[cell]);
                }
                fit.add(row, wanted_score(discs, cell));
            }
        }
    }
    const std::vector<double> found = fit.solve();
    constexpr double steepness = 10;  // of the sigmoid that follows
    kernel head;
    for (size_t channel = 0; channel < channels; ++channel) {
        head.weights.push_back(static_cast<float>(steepness * found[channel]));
    }
    constexpr double threshold = 0.22;
    head.biases = {static_cast<float>(steepness * (found[channels] - threshold))};
    add("detect.head.conv", std::make_unique<convolution>(std::move(head)));
}

void network::load(std::span<frame* const> batch) {
    TIMED_SCOPE("detect.load");
    values_.reshape(batch.size(), input_channels, input_height, input_width);
    for (size_t image = 0; image < batch.size(); ++image) {
        std::copy(batch[image]->input.begin(), batch[image]->input.end(), values_.plane(image, 0));
    }
}

void network::run_layers() {
    for (const named_layer& each : layers_) {
        TIMED_SCOPE_DYNAMIC(each.scope);
        each.work->run(values_, next_values_);
        std::swap(values_, next_values_);
    }
}

void network::detect(std::span<frame* const> batch) {
    TIMED_SCOPE("detect");
    load(batch);
    run_layers();
    TIMED_SCOPE("detect.head.decode");
    for (size_t image = 0; image < batch.size(); ++image) {
        decode({values_.plane(image, 0), values_.plane_size()}, batch[image]->detections);
    }
}

}  // namespace camera_pipeline

// SPDX-License-Identifier: BSL-1.0
// The kernels of examples/camera_pipeline: what their threads compute, on the host, against the layers of the CPU; and
// where a CUDA device is, what it detects.
#include <camera_pipeline/choose_detector.hpp>
#include <camera_pipeline/cuda_detector.hpp>
#include <camera_pipeline/layer_values.hpp>
#include <camera_pipeline/network.hpp>
#include <camera_pipeline/preprocess.hpp>
#include <camera_pipeline/scene.hpp>
#include <support/catch.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace {

using namespace camera_pipeline;

std::vector<frame> frames_to_compare(size_t count) {
    std::vector<frame> made(count);
    for (size_t i = 0; i < count; ++i) {
        scene(1, i % 10).capture(7 * i, made[i].yuyv);
        preprocess(made[i]);
    }
    return made;
}

std::vector<float> values_of(layer_kind kind, const kernel* weights, const tensor& in, const tensor& out) {
    std::vector<float> made(out.values.size());
    const auto fill = [&](const auto& value_at) {
        for (size_t i = 0; i < made.size(); ++i) {
            made[i] = value_at(i);
        }
    };
    const image_shape in_shape{in.channels, in.height, in.width};
    const image_shape out_shape{out.channels, out.height, out.width};
    switch (kind) {
        case layer_kind::convolution:
        case layer_kind::depthwise_convolution:
            fill(convolved_value{in_shape, out_shape, weights->size, weights->stride,
                                 kind == layer_kind::depthwise_convolution, in.values.data(), weights->weights.data(),
                                 weights->biases.data()});
            break;
        case layer_kind::rectifier:
            fill(rectified_value{in.values.data()});
            break;
        case layer_kind::sigmoid:
            fill(sigmoid_value{in.values.data()});
            break;
        case layer_kind::suppression:
            fill(suppressed_value{in_shape, in.values.data()});
            break;
    }
    return made;
}

/// Detects the frames in batches of 1, 2, 3 and so on.
void detect_in_batches(detector& finder, std::vector<frame>& frames) {
    std::vector<frame*> batch;
    for (size_t begin = 0, size = 1; begin < frames.size(); begin += batch.size(), ++size) {
        batch.clear();
        for (size_t i = begin; i < frames.size() && i < begin + size; ++i) {
            batch.push_back(&frames[i]);
        }
        finder.detect(batch);
    }
}

bool has_like(const std::vector<detection>& found, const detection& wanted) {
    return std::any_of(found.begin(), found.end(), [&](const detection& each) {
        return each.x == wanted.x && each.y == wanted.y && std::fabs(each.score - wanted.score) < 1e-3F;
    });
}

/// Detections of either that the other has not: elsewhere, or with another score. One that is as good as on the
/// threshold may be there or not.
size_t count_differences(const std::vector<frame>& a, const std::vector<frame>& b) {
    const auto count = [](const std::vector<detection>& those, const std::vector<detection>& others) {
        return static_cast<size_t>(std::count_if(those.begin(), those.end(), [&](const detection& each) {
            return each.score > 0.501F && !has_like(others, each);
        }));
    };
    size_t differences = 0;
    for (size_t i = 0; i < a.size(); ++i) {
        differences += count(a[i].detections, b[i].detections) + count(b[i].detections, a[i].detections);
    }
    return differences;
}

size_t count_detections(const std::vector<frame>& frames) {
    size_t count = 0;
    for (const frame& each : frames) {
        count += each.detections.size();
    }
    return count;
}

}  // namespace

TEST_CASE("each kernel computes what its layer does on the CPU") {
    const network trained(4, 1);
    std::vector<frame> frames = frames_to_compare(3);
    tensor values;
    values.reshape(frames.size(), input_channels, input_height, input_width);
    for (size_t image = 0; image < frames.size(); ++image) {
        std::copy(frames[image].input.begin(), frames[image].input.end(), values.plane(image, 0));
    }
    size_t layers = 0;
    for (const network::named_layer& each : trained.layers()) {
        CAPTURE(layers);
        tensor wanted;
        each.work->run(values, wanted);
        const std::vector<float> made = values_of(each.work->kind(), each.work->weights(), values, wanted);
        float worst = 0;
        for (size_t i = 0; i < made.size(); ++i) {
            const float difference = std::fabs(made[i] - wanted.values[i]);
            worst = (std::max)(worst, difference / (1 + std::fabs(wanted.values[i])));
        }
        CHECK(worst < 1e-5F);
        std::swap(values, wanted);
        ++layers;
    }
    CHECK(layers == 20);  // the 21st decodes, on the host
}

TEST_CASE("detections that differ are counted") {
    network finder(4, 1);
    std::vector<frame> frames = frames_to_compare(20);
    std::vector<frame> same = frames;
    detect_in_batches(finder, frames);
    detect_in_batches(finder, same);
    REQUIRE(count_detections(frames) > 20);
    CHECK(count_differences(frames, same) == 0);
    network other(5, 1);
    detect_in_batches(other, same);
    CHECK(count_differences(frames, same) > 10);
}

TEST_CASE("a CUDA device detects what the CPU detects") {
    network trained(8, 1);
    std::string problem;
    const auto on_device = make_cuda_detector(trained, problem);
    if (on_device == nullptr) {
        CHECK_FALSE(problem.empty());
        WARN("not compared: " << problem);
        return;
    }
    std::vector<frame> frames = frames_to_compare(300);
    std::vector<frame> by_device = frames;
    detect_in_batches(trained, frames);
    detect_in_batches(*on_device, by_device);
    REQUIRE(count_detections(frames) > 300);
    // Sums in another order may decide otherwise which of two cells with the same score is the larger one.
    CHECK(count_differences(frames, by_device) * 200 < count_detections(frames));
    CHECK(on_device->device_bytes() > 0);
}

TEST_CASE("detection falls back to the CPU and says why") {
    const chosen_detector any = choose_detector(device_choice::any, 1, 1);
    REQUIRE(any.finder != nullptr);
    CHECK(any.is_cuda == any.why_not_cuda.empty());
    CHECK(std::string(any.finder->device()) == (any.is_cuda ? "CUDA device" : "CPU"));
    const chosen_detector cpu = choose_detector(device_choice::cpu, 1, 1);
    CHECK(std::string(cpu.finder->device()) == "CPU");
    CHECK(cpu.why_not_cuda.empty());
    if (!any.is_cuda) {
        CHECK_THROWS_WITH(choose_detector(device_choice::cuda, 1, 1), "no CUDA device: " + any.why_not_cuda);
    }
}

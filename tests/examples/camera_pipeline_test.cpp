// SPDX-License-Identifier: BSL-1.0
// The parts of examples/camera_pipeline, one by one. The program as a whole: examples/camera_pipeline/check.cmake.
#include <camera_pipeline/answer.hpp>
#include <camera_pipeline/budgets.hpp>
#include <camera_pipeline/camera_clock.hpp>
#include <camera_pipeline/frame_queue.hpp>
#include <camera_pipeline/layers.hpp>
#include <camera_pipeline/least_squares.hpp>
#include <camera_pipeline/ledger.hpp>
#include <camera_pipeline/network.hpp>
#include <camera_pipeline/pipeline.hpp>
#include <camera_pipeline/preprocess.hpp>
#include <camera_pipeline/random_numbers.hpp>
#include <camera_pipeline/scene.hpp>
#include <camera_pipeline/tracker.hpp>
#include <support/catch.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

namespace {

using namespace camera_pipeline;
using namespace std::chrono_literals;

tensor random_tensor(size_t images, size_t channels, size_t height, size_t width) {
    random_numbers random(7);
    tensor made;
    made.reshape(images, channels, height, width);
    std::generate(made.values.begin(), made.values.end(), [&] { return random.uniform(-1, 1); });
    return made;
}

kernel some_kernel(size_t size, size_t stride, size_t filters, size_t out) {
    random_numbers random(8);
    kernel made{size, stride, std::vector<float>(filters * size * size), std::vector<float>(out)};
    std::generate(made.weights.begin(), made.weights.end(), [&] { return random.uniform(-1, 1); });
    std::generate(made.biases.begin(), made.biases.end(), [&] { return random.uniform(-1, 1); });
    return made;
}

/// One value of a convolution with zero padding, by its definition.
double value_by_definition(const tensor& in, const float* plane, const float* filter, const kernel& shape, size_t row,
                           size_t column) {
    const auto pad = static_cast<long>(shape.size / 2);
    double sum = 0;
    for (long v = 0; v < static_cast<long>(shape.size); ++v) {
        for (long u = 0; u < static_cast<long>(shape.size); ++u) {
            const long y = static_cast<long>(row * shape.stride) + v - pad;
            const long x = static_cast<long>(column * shape.stride) + u - pad;
            if (y >= 0 && y < static_cast<long>(in.height) && x >= 0 && x < static_cast<long>(in.width)) {
                sum += static_cast<double>(filter[v * static_cast<long>(shape.size) + u]) *
                       static_cast<double>(plane[y * static_cast<long>(in.width) + x]);
            }
        }
    }
    return sum;
}

/// The largest difference from the definition.
double convolution_error(size_t size, size_t stride, size_t height, size_t width, bool is_depthwise) {
    constexpr size_t channels = 3;
    const size_t out_channels = is_depthwise ? channels : 4;
    const tensor in = random_tensor(2, channels, height, width);
    const kernel weights = some_kernel(size, stride, is_depthwise ? channels : channels * out_channels, out_channels);
    tensor out;
    if (is_depthwise) {
        depthwise_convolution(weights).run(in, out);
    } else {
        convolution(weights).run(in, out);
    }
    REQUIRE(out.channels == out_channels);
    REQUIRE(out.height == (height + stride - 1) / stride);
    double worst = 0;
    for (size_t image = 0; image < 2; ++image) {
        for (size_t channel = 0; channel < out_channels; ++channel) {
            for (size_t cell = 0; cell < out.plane_size(); ++cell) {
                auto wanted = static_cast<double>(weights.biases[channel]);
                for (size_t source = 0; source < channels; ++source) {
                    if (!is_depthwise || source == channel) {
                        const size_t filter = is_depthwise ? channel : channel * channels + source;
                        wanted += value_by_definition(in, in.plane(image, source),
                                                      weights.weights.data() + filter * size * size, weights,
                                                      cell / out.width, cell % out.width);
                    }
                }
                worst = (std::max)(worst, std::fabs(wanted - static_cast<double>(out.plane(image, channel)[cell])));
            }
        }
    }
    return worst;
}

frame frame_of_colour(uint8_t luma, uint8_t blue, uint8_t red) {
    frame made;
    for (int i = 0; i < frame_width * frame_height / 2; ++i) {
        made.yuyv.insert(made.yuyv.end(), {luma, blue, luma, red});
    }
    return made;
}

frame seen_frame(const scene& watched, uint64_t number) {
    frame made;
    made.number = number;
    watched.capture(number, made.yuyv);
    preprocess(made);
    return made;
}

class failing_detector final : public detector {
public:
    void detect(std::span<frame* const>) override { throw std::runtime_error("the device is gone"); }
    [[nodiscard]] const char* device() const override { return "nothing"; }
};

int status_of_budgets(ledger& frames, std::optional<double> detect_limit_ms = std::nullopt) {
    options wanted;
    wanted.detect_limit_ms = detect_limit_ms;
    return check_budgets(wanted, frames, dwell::snapshot(), dwell::memory_growth(), {});
}

void answer_frames(ledger& frames, int count, std::chrono::milliseconds late) {
    frame done;
    for (int i = 0; i < count; ++i) {
        frames.note_due(0);
        done.due = steady_clock::now() - late;
        frames.note_answered(done);
    }
}

}  // namespace

TEST_CASE("a camera's clock does not drift") {
    const steady_clock::time_point first = steady_clock::now();
    const camera_clock clock(first, 30);
    CHECK(clock.due(0) == first);
    CHECK(clock.due(30) - first == 1s);
    CHECK(clock.due(30 * 86'400) - first == 24h);
}

TEST_CASE("a queue of frames is bounded and keeps their order") {
    frame_queue queue("queue.test", 3);
    for (uint64_t number = 0; number < 4; ++number) {
        auto added = std::make_unique<frame>();
        added->number = number;
        const bool has_room = number < 3;
        CHECK(queue.push(added) == has_room);
        CHECK((added == nullptr) == has_room);
    }
    queue.close();
    std::vector<frame_pointer> taken;
    REQUIRE(queue.pop(taken, 2));
    REQUIRE(taken.size() == 2);
    CHECK(taken[1]->number == 1);
    REQUIRE(queue.pop(taken, 2));
    REQUIRE(taken.size() == 1);
    CHECK(taken[0]->number == 2);
    CHECK_FALSE(queue.pop(taken, 2));
    CHECK(dwell::snapshot().find("queue.test")->calls() == 3);
}

TEST_CASE("convolutions are what their definition says") {
    for (const size_t size : {1U, 3U}) {
        for (const size_t stride : {1U, 2U}) {
            for (const size_t width : {1U, 2U, 5U, 8U}) {
                CAPTURE(size, stride, width);
                CHECK(convolution_error(size, stride, 6, width, false) < 1e-5);
                CHECK(convolution_error(size, stride, 3, width, true) < 1e-5);
            }
        }
    }
}

TEST_CASE("layers without weights") {
    tensor in;
    in.reshape(1, 1, 2, 4);
    in.values = {-1, 2, 0, 3, 1, -5, 0, 3};
    tensor out;
    rectifier().run(in, out);
    CHECK(out.values == std::vector<float>{0, 2, 0, 3, 1, 0, 0, 3});
    suppression().run(out, in);
    CHECK(in.values == std::vector<float>{0, 2, 0, 3, 0, 0, 0, 3});
    in.values.assign(8, 0.0F);
    sigmoid().run(in, out);
    CHECK(out.values.front() == 0.5F);
}

TEST_CASE("least squares find a linear function") {
    least_squares fit(3);
    random_numbers random(1);
    for (int i = 0; i < 100; ++i) {
        const std::vector<double> values{static_cast<double>(random.uniform(-1, 1)),
                                         static_cast<double>(random.uniform(-1, 1)), 1.0};
        fit.add(values, 3 * values[0] - 2 * values[1] + 0.5);
    }
    const std::vector<double> found = fit.solve();
    CHECK(std::fabs(found[0] - 3) < 1e-4);
    CHECK(std::fabs(found[1] + 2) < 1e-4);
    CHECK(std::fabs(found[2] - 0.5) < 1e-4);
}

TEST_CASE("preprocessing keeps grey grey and red red") {
    frame grey = frame_of_colour(100, 128, 128);
    preprocess(grey);
    REQUIRE(grey.input.size() == input_size);
    CHECK(std::all_of(grey.input.begin(), grey.input.end(), [](float value) { return value == 0; }));
    frame red = frame_of_colour(76, 85, 255);
    preprocess(red);
    CHECK(red.half_size.front() >= 253);
    CHECK(red.half_size[input_size / 2] <= 2);
    CHECK(red.half_size.back() <= 2);
}

TEST_CASE("a camera sees the same for the same seed") {
    std::vector<uint8_t> first;
    std::vector<uint8_t> second;
    scene(1, 2).capture(1000, first);
    scene(1, 2).capture(1000, second);
    CHECK(first == second);
    scene(1, 2).capture(1001, second);
    CHECK(first != second);
    scene(1, 3).capture(1000, second);
    CHECK(first != second);
    scene(2, 2).capture(1000, second);
    CHECK(first != second);
    for (const uint64_t number : {0ULL, 12'345ULL, 1'000'000'000'000ULL}) {
        for (const position& disc : scene(1, 2).discs_at(number)) {
            CHECK((disc.x >= 0 && disc.x < frame_width && disc.y >= 0 && disc.y < frame_height));
        }
    }
}

TEST_CASE("the network finds discs that it has not seen before") {
    network finder(8, 1);
    int discs = 0;
    int found_discs = 0;
    int detections = 0;
    int right_detections = 0;
    const auto is_near = [](const position& disc, const detection& found) {
        return std::hypot(disc.x - found.x, disc.y - found.y) < 16;
    };
    for (size_t camera = 0; camera < 10; ++camera) {
        const scene watched(1, camera);
        for (uint64_t number = 10; number < 310; number += 30) {
            frame seen = seen_frame(watched, number);
            frame* const batch[] = {&seen};
            finder.detect(batch);
            const std::vector<position> there = watched.discs_at(number);
            for (const position& disc : there) {
                ++discs;
                found_discs += std::any_of(seen.detections.begin(), seen.detections.end(),
                                           [&](const detection& found) { return is_near(disc, found); });
            }
            for (const detection& found : seen.detections) {
                ++detections;
                right_detections +=
                    std::any_of(there.begin(), there.end(), [&](const position& disc) { return is_near(disc, found); });
            }
        }
    }
    CHECK(discs == 300);
    CHECK(found_discs > 210);
    CHECK(right_detections * 10 > detections * 9);
}

TEST_CASE("a batch finds what its frames find alone") {
    network finder(4, 1);
    const scene watched(1, 0);
    std::vector<frame> together;
    std::vector<frame*> batch;
    for (uint64_t number = 0; number < 5; ++number) {
        together.push_back(seen_frame(watched, number * 40));
    }
    for (frame& each : together) {
        batch.push_back(&each);
    }
    finder.detect(batch);
    size_t found = 0;
    for (const frame& each : together) {
        frame alone = seen_frame(watched, each.number);
        frame* const one[] = {&alone};
        finder.detect(one);
        REQUIRE(alone.detections.size() == each.detections.size());
        for (size_t i = 0; i < alone.detections.size(); ++i) {
            CHECK(alone.detections[i].score == each.detections[i].score);
            ++found;
        }
    }
    CHECK(found > 0);
}

TEST_CASE("a thing that moves keeps its track and one that is gone loses it") {
    tracker follower;
    frame seen;
    for (int i = 0; i < 40; ++i) {
        seen.number = static_cast<uint64_t>(i);
        seen.detections = {{20.0F + 2 * static_cast<float>(i), 50, 1}};
        if (i >= 30) {
            seen.detections.push_back({200, 150, 1});
        }
        follower.follow(seen);
    }
    REQUIRE(seen.tracks.size() == 2);
    CHECK(seen.tracks[0].id == 1);
    CHECK(std::fabs(seen.tracks[0].x - 98) < 3);
    CHECK(std::fabs(seen.tracks[0].x_per_frame - 2) < 0.3F);
    CHECK(seen.tracks[1].id == 2);
    seen.detections = {{200, 150, 1}};
    for (int i = 0; i < 6; ++i) {
        CHECK(seen.tracks.size() == 2);
        ++seen.number;
        follower.follow(seen);
    }
    REQUIRE(seen.tracks.size() == 1);
    CHECK(seen.tracks[0].id == 2);
}

TEST_CASE("an answer is JSON") {
    frame done;
    done.camera = 3;
    done.number = 99;
    done.tracks = {{7, 1.26F, 2, -0.5F, 0, 0}, {8, 1, 1, 0, 0, 2}};
    const nlohmann::json answer = nlohmann::json::parse(answer_for(done));
    CHECK(answer["camera"] == 3);
    CHECK(answer["frame"] == 99);
    REQUIRE(answer["things"].size() == 2);
    CHECK(answer["things"][0]["id"] == 7);
    CHECK(answer["things"][0]["x"] == 1.3);
    CHECK(answer["things"][1]["is_seen"] == false);
}

TEST_CASE("the deadline is kept where frames are answered at once") {
    ledger frames(1, 33ms);
    answer_frames(frames, 2000, 1ms);
    const camera_record& its = frames.cameras().front();
    CHECK(its.due == 2000);
    CHECK(its.answered == 2000);
    CHECK(its.latency_ns.percentile(50) >= 1e6 * 0.99);
    // A machine may stop a loop for a while, but hardly 20 times for 32 ms.
    CHECK(status_of_budgets(frames) == 0);
}

TEST_CASE("the deadline is missed where frames are late") {
    ledger frames(1, 33ms);
    answer_frames(frames, 1900, 1ms);
    answer_frames(frames, 100, 40ms);
    CHECK(frames.cameras().front().late >= 100);
    CHECK(status_of_budgets(frames) == 1);
}

TEST_CASE("the deadline is missed where frames are dropped") {
    ledger frames(1, 33ms);
    answer_frames(frames, 1900, 1ms);
    for (int i = 0; i < 100; ++i) {
        frames.note_due(0);
        frames.note_dropped(0, stage::detect);
    }
    CHECK(frames.cameras().front().dropped == 100);
    CHECK(status_of_budgets(frames) == 1);
}

TEST_CASE("detection is held to a limit where there is one") {
    ledger frames(1, 33ms);
    answer_frames(frames, 2000, 1ms);
    for (int i = 0; i < 600; ++i) {
        TIMED_SCOPE("detect");
        std::this_thread::sleep_for(50us);
    }
    CHECK(status_of_budgets(frames) == 0);
    CHECK(status_of_budgets(frames, 10'000) == 0);
    CHECK(status_of_budgets(frames, 0.04) == 1);
}

TEST_CASE("a detector that fails ends the pipeline with its error") {
    options wanted;
    wanted.cameras = 2;
    wanted.seconds = 0.2;
    wanted.queue = 1;
    failing_detector finder;
    pipeline running(wanted, finder);
    CHECK_THROWS_WITH(running.finish(), "the device is gone");
    uint64_t dropped = 0;
    for (const camera_record& camera : running.frames().cameras()) {
        CHECK(camera.due == 6);
        CHECK(camera.answered == 0);
        dropped += camera.dropped;
    }
    CHECK(dropped >= 8);
}

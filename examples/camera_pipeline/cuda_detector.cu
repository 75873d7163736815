// SPDX-License-Identifier: BSL-1.0
#include "cuda_detector.hpp"

#include <dwell/ext/cuda.hpp>
#include <dwell/ext/cuda_metrics.hpp>

#include <algorithm>
#include <exception>
#include <utility>
#include <vector>

#include "cuda_memory.hpp"
#include "decode.hpp"
#include "layer_values.hpp"
#include "layers.hpp"

namespace camera_pipeline {
namespace {

constexpr image_shape input_shape{input_channels, input_height, input_width};

template <typename Value>
__global__ void fill(float* out, size_t count, Value value_at) {
    const size_t index = size_t{blockIdx.x} * blockDim.x + threadIdx.x;
    if (index < count) {
        out[index] = value_at(index);
    }
}

struct device_layer {
    dwell::interned_name scope;
    layer_kind kind;
    size_t size = 1;
    size_t stride = 1;
    device_values weights{};
    device_values biases{};
    image_shape out{};
};

device_values copy_to_device(const std::vector<float>& values) {
    device_values made = allocate_on_device(values.size());
    require(cudaMemcpy(made.get(), values.data(), values.size() * sizeof(float), cudaMemcpyHostToDevice), "cudaMemcpy");
    return made;
}

device_layer layer_on_device(const network::named_layer& from, const image_shape& in) {
    device_layer made{from.scope, from.work->kind()};
    made.out = in;
    if (const kernel* const its = from.work->weights(); its != nullptr) {
        made.size = its->size;
        made.stride = its->stride;
        made.weights = copy_to_device(its->weights);
        made.biases = copy_to_device(its->biases);
        made.out = {its->biases.size(), (in.height + its->stride - 1) / its->stride,
                    (in.width + its->stride - 1) / its->stride};
    }
    return made;
}

/// Ends with its owner.
class stream {
public:
    stream() {
        require(cudaStreamCreateWithFlags(&handle_, cudaStreamNonBlocking), "cudaStreamCreateWithFlags");
        dwell::cuda::set_stream_name(handle_, "GPU detect");
    }
    stream(const stream&) = delete;
    stream& operator=(const stream&) = delete;
    ~stream() { static_cast<void>(cudaStreamDestroy(handle_)); }
    [[nodiscard]] cudaStream_t handle() const { return handle_; }

private:
    cudaStream_t handle_ = nullptr;
};

class cuda_detector final : public detector {
public:
    explicit cuda_detector(const network& trained) {
        image_shape shape = input_shape;
        largest_ = shape.size();
        for (const network::named_layer& each : trained.layers()) {
            layers_.push_back(layer_on_device(each, shape));
            shape = layers_.back().out;
            largest_ = (std::max)(largest_, shape.size());
        }
        scores_ = shape.size();
    }

    void detect(std::span<frame* const> batch) override {
        TIMED_SCOPE("detect");
        reserve(batch.size());
        for (size_t image = 0; image < batch.size(); ++image) {
            std::copy(batch[image]->input.begin(), batch[image]->input.end(), on_host_.get() + image * input_size);
        }
        submit(batch.size());
        {
            TIMED_SCOPE("detect.wait");
            require(cudaStreamSynchronize(stream_.handle()), "detection");
        }
        TIMED_SCOPE("detect.head.decode");
        for (size_t image = 0; image < batch.size(); ++image) {
            decode({on_host_.get() + image * scores_, scores_}, batch[image]->detections);
        }
    }

    [[nodiscard]] const char* device() const override { return "CUDA device"; }
    [[nodiscard]] size_t device_bytes() const override { return 2 * capacity_ * largest_ * sizeof(float); }

private:
    void reserve(size_t images) {
        if (images > capacity_) {
            capacity_ = 0;  // should one of these throw
            on_host_ = allocate_pinned(images * (std::max)(input_size, scores_));
            values_ = allocate_on_device(images * largest_);
            next_values_ = allocate_on_device(images * largest_);
            capacity_ = images;
        }
    }

    /// Puts the work on the stream, and does not wait for it.
    void submit(size_t images) {
        TIMED_SCOPE("detect.submit");
        TIMED_CUDA_SCOPE("detect.batch", stream_.handle());
        {
            TIMED_CUDA_SCOPE("detect.upload", stream_.handle());
            require(cudaMemcpyAsync(values_.get(), on_host_.get(), images * input_size * sizeof(float),
                                    cudaMemcpyHostToDevice, stream_.handle()),
                    "cudaMemcpyAsync");
        }
        image_shape shape = input_shape;
        for (const device_layer& each : layers_) {
            TIMED_CUDA_SCOPE_DYNAMIC(each.scope, stream_.handle());
            run(each, shape, images);
            std::swap(values_, next_values_);
            shape = each.out;
        }
        TIMED_CUDA_SCOPE("detect.download", stream_.handle());
        require(cudaMemcpyAsync(on_host_.get(), values_.get(), images * scores_ * sizeof(float), cudaMemcpyDeviceToHost,
                                stream_.handle()),
                "cudaMemcpyAsync");
    }

    void run(const device_layer& which, const image_shape& in, size_t images) {
        const float* const values = values_.get();
        const size_t count = images * which.out.size();
        switch (which.kind) {
            case layer_kind::convolution:
            case layer_kind::depthwise_convolution:
                launch(count, convolved_value{in, which.out, which.size, which.stride,
                                              which.kind == layer_kind::depthwise_convolution, values,
                                              which.weights.get(), which.biases.get()});
                break;
            case layer_kind::rectifier:
                launch(count, rectified_value{values});
                break;
            case layer_kind::sigmoid:
                launch(count, sigmoid_value{values});
                break;
            case layer_kind::suppression:
                launch(count, suppressed_value{in, values});
                break;
        }
    }

    template <typename Value>
    void launch(size_t count, const Value& value_at) {
        constexpr size_t block = 256;
        fill<<<static_cast<unsigned>((count + block - 1) / block), block, 0, stream_.handle()>>>(next_values_.get(),
                                                                                                 count, value_at);
        require(cudaGetLastError(), "launching a kernel");
    }

    stream stream_;
    std::vector<device_layer> layers_;
    size_t largest_ = 0;   // values that any layer has of an image
    size_t scores_ = 0;    // values that the last layer has of an image
    size_t capacity_ = 0;  // images
    pinned_values on_host_;
    device_values values_;
    device_values next_values_;
};

}  // namespace

std::unique_ptr<detector> make_cuda_detector(const network& trained, std::string& problem) {
    int devices = 0;
    cudaError_t result = cudaGetDeviceCount(&devices);
    if (result == cudaSuccess && devices == 0) {
        result = cudaErrorNoDevice;
    }
    if (result != cudaSuccess) {
        static_cast<void>(cudaGetLastError());
        problem = cudaGetErrorString(result);
        return nullptr;
    }
    try {
        auto made = std::make_unique<cuda_detector>(trained);
        // The first run loads the kernels, and shows whether the device can run them.
        frame black;
        black.input.assign(input_size, 0.0F);
        frame* const batch[] = {&black};
        made->detect(batch);
        return made;
    } catch (const std::exception& error) {
        static_cast<void>(cudaGetLastError());
        problem = error.what();
        return nullptr;
    }
}

}  // namespace camera_pipeline

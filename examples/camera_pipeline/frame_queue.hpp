// SPDX-License-Identifier: BSL-1.0
// Where frames wait for a stage: bounded, and the waiting is timed.
#ifndef CAMERA_PIPELINE_FRAME_QUEUE_HPP
#define CAMERA_PIPELINE_FRAME_QUEUE_HPP

#include <dwell/scope.hpp>

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <utility>
#include <vector>

#include "frame_pool.hpp"

namespace camera_pipeline {

class frame_queue {
public:
    /// `name` is that of the span of a frame that waits.
    frame_queue(const char* name, size_t capacity) : name_(dwell::intern(name)), capacity_(capacity) {}

    /// Takes the frame and leaves a null pointer; where the queue is full it does neither, and says false.
    bool push(frame_pointer& added) {
        {
            const std::lock_guard lock(mutex_);
            if (waiting_.size() == capacity_) {
                return false;
            }
            waiting_.push_back({std::move(added), dwell::span(name_)});
        }
        changed_.notify_one();
        return true;
    }

    /// Waits until there is a frame, and takes what there is, `most` at most. False once it is closed and empty.
    bool pop(std::vector<frame_pointer>& taken, size_t most) {
        taken.clear();
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return !waiting_.empty() || is_closed_; });
        for (; !waiting_.empty() && taken.size() < most; waiting_.pop_front()) {
            taken.push_back(std::move(waiting_.front().which));
        }
        return !taken.empty();
    }

    void close() {
        {
            const std::lock_guard lock(mutex_);
            is_closed_ = true;
        }
        changed_.notify_all();
    }

private:
    struct waiting_frame {
        frame_pointer which;
        dwell::span wait;  // ends with it
    };

    dwell::interned_name name_;
    size_t capacity_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<waiting_frame> waiting_;
    bool is_closed_ = false;
};

}  // namespace camera_pipeline

#endif

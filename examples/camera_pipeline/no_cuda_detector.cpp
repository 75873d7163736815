// SPDX-License-Identifier: BSL-1.0
// In place of cuda_detector.cu, where the CUDA Toolkit is not.
#include "cuda_detector.hpp"

namespace camera_pipeline {

std::unique_ptr<detector> make_cuda_detector(const network&, std::string& problem) {
    problem = "this program was built without the CUDA Toolkit";
    return nullptr;
}

}  // namespace camera_pipeline

// SPDX-License-Identifier: BSL-1.0
// dwell doctor: a GPU of NVIDIA's, and what programs use it with.
#include "doctor/checks.hpp"
#include "process/installed_program.hpp"

#include <dwell/export/human.hpp>

#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <vector>

namespace dwell::tool {
namespace {

namespace fs = std::filesystem;

/// The CUDA runtime, where the loader or its own installer puts it.
std::string cuda_runtime() {
    std::vector<std::string> folders = {"/usr/local/cuda/lib64", "/usr/lib/x86_64-linux-gnu",
                                        "/usr/lib/aarch64-linux-gnu", "/usr/lib64"};
    const char* const more = std::getenv("LD_LIBRARY_PATH");
    std::istringstream list(more == nullptr ? "" : more);
    for (std::string folder; std::getline(list, folder, ':');) {
        folders.push_back(folder);
    }
    for (const std::string& folder : folders) {
        std::error_code error;
        for (const char* const name : {"libcudart.so", "libcudart.so.12", "libcudart.so.11.0", "libcudart.so.13"}) {
            if (!folder.empty() && fs::exists(fs::path(folder) / name, error)) {
                return (fs::path(folder) / name).string();
            }
        }
    }
    return "";
}

}  // namespace

void check_gpu(const doctor_options& options, findings& found) {
    finding device{"GPU", "device", finding_state::ok, "none of NVIDIA's", "", ""};
    if (options.system.exists("/dev/nvidia0")) {
        device.found = "/dev/nvidia0";
        if (!installed_program("nvidia-smi")) {
            device.state = finding_state::note;
            device.found += ", but no nvidia-smi";
            device.meaning = "nothing here says what the device does";
            device.fix = "sudo apt install nvidia-smi    # of the version of the kernel's driver";
        }
    } else if (options.system.exists("/dev/nvidiactl")) {
        device.state = finding_state::note;
        device.found = "a driver without a device";
        device.fix = "docker run --gpus all …    # in a container";
    }
    const bool has_device = device.found != "none of NVIDIA's";
    found.push_back(std::move(device));
    if (has_device) {
        const std::string runtime = cuda_runtime();
        found.push_back({"GPU", "CUDA runtime", finding_state::ok,
                         runtime.empty() ? "libcudart not found" : detail::printable(runtime), "", ""});
    }
}

}  // namespace dwell::tool

// SPDX-License-Identifier: BSL-1.0
// The bandwidth of a PCI Express link out of sysfs, and of nothing that only looks like it.
#include <dwell/core/text_view.hpp>
#include <dwell/device/pci_link.hpp>

#include <filesystem>
#include <fstream>
#include <string>

#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

using dwell::detail::bytes_per_lane;
using dwell::detail::lanes_of;
using dwell::detail::pci_folder_name;
using dwell::detail::pci_link_bandwidth;

namespace {

void make_port(const std::filesystem::path& folder, const std::string& speed, const std::string& width) {
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "max_link_speed") << speed << '\n';
    std::ofstream(folder / "max_link_width") << width << '\n';
}

std::string folder_name(const char* address) { return pci_folder_name(address).text; }

}  // namespace

TEST_CASE("speeds of a lane are those of the generations of PCI Express", "[device]") {
    CHECK(bytes_per_lane("2.5 GT/s PCIe\n") == 250'000'000);
    CHECK(bytes_per_lane("5.0 GT/s PCIe\n") == 500'000'000);
    CHECK(bytes_per_lane("5 GT/s") == 500'000'000);
    CHECK(bytes_per_lane("8 GT/s\n") == 984'615'384);
    CHECK(bytes_per_lane("8.0 GT/s PCIe") == 984'615'384);
    CHECK(bytes_per_lane("16.0 GT/s PCIe\n") * 16 == 31'507'692'304);
    CHECK(bytes_per_lane("32.0 GT/s PCIe\n") * 16 == 63'015'384'608);
    CHECK(bytes_per_lane("64.0 GT/s PCIe\n") * 16 == 121'000'000'000);
    for (const char* none : {"", "\n", "Unknown", "Unknown speed\n", "16", "16.0", "16.0 GT/s PCIe more", " 16.0 GT/s",
                             "16.00 GT/s", "16. GT/s", "-16.0 GT/s", "0 GT/s", "7.0 GT/s", "1600 GT/s", "16.0 MT/s",
                             "99999999999999999999 GT/s", "16.0 GT/s PCIe\n\n", "2.55 GT/s"}) {
        INFO(none);
        CHECK(bytes_per_lane(none) == 0);
    }
}

TEST_CASE("widths of a link are those that there are", "[device]") {
    CHECK(lanes_of("16\n") == 16);
    CHECK(lanes_of("1") == 1);
    CHECK(lanes_of("32\n") == 32);
    for (const char* none : {"", "\n", "0\n", "3\n", "63\n", "255\n", "x16\n", "16 lanes\n", " 16", "-4", "1616"}) {
        INFO(none);
        CHECK(lanes_of(none) == 0);
    }
}

TEST_CASE("addresses on the PCI bus become names of folders", "[device]") {
    CHECK(folder_name("0000:3B:00.0") == "0000:3b:00.0");
    CHECK(folder_name("00000000:af:1F.7") == "0000:af:1f.7");
    CHECK(folder_name("00010000:00:00.0") == "10000:00:00.0");
    for (const char* none :
         {"", "3b:00.0", "000:3b:00.0", "0000:3b:00", "0000:3b:00.0 ", "0000:3g:00.0", "0000;3b:00.0", "../../etc",
          "0000:../00.0", "000000000:3b:00.0", "0000:3b:00.00", ":::::::::::"}) {
        INFO(none);
        CHECK(folder_name(none).empty());
    }
}

TEST_CASE("the bandwidth of a link is the least of the device and its port", "[device]") {
    const test::scratch_folder scratch;
    const std::filesystem::path tree = scratch.path / "tree";
    const std::filesystem::path devices = scratch.path / "devices";
    std::filesystem::create_directories(devices);
    make_port(tree / "0000:00:01.0" / "0000:3b:00.0", "16.0 GT/s PCIe", "16");
    std::filesystem::create_directory_symlink(tree / "0000:00:01.0" / "0000:3b:00.0", devices / "0000:3b:00.0");
    const auto bandwidth = [&](const char* address) {
        return pci_link_bandwidth(dwell::text_view(devices.string().c_str()), address);
    };
    // Nothing is said of the port, as in a virtual machine.
    CHECK(bandwidth("0000:3B:00.0") == 31'507'692'304);
    make_port(tree / "0000:00:01.0", "16.0 GT/s PCIe", "8");
    CHECK(bandwidth("0000:3B:00.0") == 31'507'692'304 / 2);
    make_port(tree / "0000:00:01.0", "32.0 GT/s PCIe", "16");
    CHECK(bandwidth("0000:3B:00.0") == 31'507'692'304);
    make_port(tree / "0000:00:01.0", "Unknown", "255");
    CHECK(bandwidth("0000:3B:00.0") == 31'507'692'304);
    // Nor of the device, or there is none.
    make_port(tree / "0000:00:01.0" / "0000:3b:00.0", "Unknown", "0");
    CHECK(bandwidth("0000:3B:00.0") == 0);
    CHECK(bandwidth("0000:3B:00.1") == 0);
    CHECK(bandwidth("nonsense") == 0);
}

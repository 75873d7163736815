// SPDX-License-Identifier: BSL-1.0
// The linear function that fits best, with a little damping, so that there is always one.
#ifndef CAMERA_PIPELINE_LEAST_SQUARES_HPP
#define CAMERA_PIPELINE_LEAST_SQUARES_HPP

#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

namespace camera_pipeline {

/// Ridge regression by the normal equations.
class least_squares {
public:
    explicit least_squares(size_t size) : size_(size), products_(size * size), wanted_(size) {}

    /// `wanted` is what the function is to be of these values.
    void add(const std::vector<double>& values, double wanted) {
        for (size_t i = 0; i < size_; ++i) {
            for (size_t j = 0; j < size_; ++j) {
                products_[i * size_ + j] += values[i] * values[j];
            }
            wanted_[i] += values[i] * wanted;
        }
    }

    /// The coefficients; of no use for a second call. By elimination with pivots.
    [[nodiscard]] std::vector<double> solve() {
        const auto at = [this](size_t row, size_t column) -> double& { return products_[row * size_ + column]; };
        double trace = 0;
        for (size_t i = 0; i < size_; ++i) {
            trace += at(i, i);
        }
        for (size_t i = 0; i < size_; ++i) {
            at(i, i) += 1e-6 * trace / static_cast<double>(size_) + 1e-12;
        }
        for (size_t i = 0; i < size_; ++i) {
            size_t pivot = i;
            for (size_t row = i + 1; row < size_; ++row) {
                pivot = std::fabs(at(row, i)) > std::fabs(at(pivot, i)) ? row : pivot;
            }
            for (size_t column = 0; column < size_; ++column) {
                std::swap(at(i, column), at(pivot, column));
            }
            std::swap(wanted_[i], wanted_[pivot]);
            for (size_t row = 0; row < size_; ++row) {
                const double factor = row == i ? 0.0 : at(row, i) / at(i, i);
                for (size_t column = i; column < size_; ++column) {
                    at(row, column) -= factor * at(i, column);
                }
                wanted_[row] -= factor * wanted_[i];
            }
        }
        for (size_t i = 0; i < size_; ++i) {
            wanted_[i] /= at(i, i);
        }
        return wanted_;
    }

private:
    size_t size_;
    std::vector<double> products_;
    std::vector<double> wanted_;
};

}  // namespace camera_pipeline

#endif

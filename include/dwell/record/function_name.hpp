// SPDX-License-Identifier: BSL-1.0
// The name that TIMED_FUNCTION gives: the function's own, out of what the compiler says of it.
#ifndef DWELL_RECORD_FUNCTION_NAME_HPP
#define DWELL_RECORD_FUNCTION_NAME_HPP

#include <dwell/core/config.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// A name of at most `Capacity` - 1 characters.
template <size_t Capacity>
struct function_name_text {
    char text[Capacity]{};
    size_t size = 0;

    constexpr void append(const char* from, size_t count) noexcept {
        for (size_t i = 0; i < count; ++i) {
            // g++ separates template parameters by `;`, which no name may hold.
            text[size++] = from[i] == ';' ? ',' : from[i];
        }
    }
};

// Templates, so that a file without TIMED_FUNCTION does not compile them.

/// Whether `text` begins with `word`.
template <typename Char>
constexpr bool begins_with(const Char* text, const Char* word) noexcept {
    while (*word != '\0') {
        if (*text++ != *word++) {
            return false;
        }
    }
    return true;
}

template <typename Char>
constexpr bool is_word_character(Char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// The index of the `)` that belongs to the `(` at `open`, or of the last character.
template <typename Char>
constexpr size_t closing_parenthesis(const Char* text, size_t open) noexcept {
    int depth = 0;
    size_t i = open;
    for (; text[i + 1] != '\0'; ++i) {
        depth += text[i] == '(' ? 1 : 0;
        depth -= text[i] == ')' ? 1 : 0;
        if (depth == 0) {
            break;
        }
    }
    return i;
}

/// `int ns::box<T>::get(int) const [with T = char]` becomes `ns::box<T>::get [with T = char]`: no return type and no
/// parameters, which make a name long and say nothing that its call path does not. Operators and lambdas keep their
/// parameters, functions that return functions the whole signature.
template <size_t Capacity>
constexpr function_name_text<Capacity> function_name(const char (&signature)[Capacity]) noexcept {
    function_name_text<Capacity> name;
    constexpr size_t size = Capacity - 1;
    size_t begin = 0;
    size_t end = size;
    int depth = 0;
    for (size_t i = 0; i < size && end == size; ++i) {
        const char c = signature[i];
        const bool is_operator = begins_with(signature + i, "operator") && !is_word_character(signature[i + 8]) &&
                                 (i == 0 || !is_word_character(signature[i - 1]));
        if (depth == 0 && (is_operator || begins_with(signature + i, "<lambda("))) {
            name.append(signature + begin, size - begin);
            return name;
        }
        if (c == '<' || c == '{') {
            ++depth;
        } else if (c == '>' || c == '}') {
            --depth;
        } else if (depth == 0 && (c == ' ' || c == '*' || c == '&')) {
            begin = i + 1;
        } else if (depth == 0 && c == '(') {
            // What goes on after the parentheses is inside a function, or in `(anonymous namespace)`.
            const size_t close = closing_parenthesis(signature, i);
            if (signature[close + 1] == ':') {
                i = close;
            } else {
                end = i;
            }
        }
    }
    size_t arguments = size;
    for (size_t i = end < size ? closing_parenthesis(signature, end) : size; i < size; ++i) {
        if (signature[i] == '[') {
            arguments = i;
            break;
        }
    }
    if (end <= begin) {
        name.append(signature, size);
        return name;
    }
    name.append(signature + begin, end - begin);
    if (arguments < size) {
        name.append(" ", 1);
        name.append(signature + arguments, size - arguments);
    }
    return name;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif

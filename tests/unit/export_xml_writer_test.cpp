// SPDX-License-Identifier: BSL-1.0
// The writer of XML: tags, attributes, and text that is never taken for markup.
#include "support/catch.hpp"

#include <dwell/export/sink.hpp>
#include <dwell/export/xml_writer.hpp>

#include <string>

namespace {

template <typename Write>
std::string written_xml(const Write& write) {
    dwell::string_sink out;
    dwell::detail::text_writer text(out);
    dwell::detail::xml_writer xml(text);
    write(xml);
    REQUIRE(text.finish());
    return out.text();
}

std::string as_text(const std::string& content) {
    return written_xml([&](dwell::detail::xml_writer& xml) { xml.element("a", content); });
}

std::string as_attribute(const std::string& value) {
    return written_xml([&](dwell::detail::xml_writer& xml) {
        xml.begin("a");
        xml.attribute("b", value);
        xml.end();
    });
}

}  // namespace

TEST_CASE("xml: elements and attributes") {
    CHECK(written_xml([](dwell::detail::xml_writer& xml) {
              xml.declaration();
              xml.begin("suite");
              xml.attribute("name", "a b");
              xml.attribute("tests", 3);
              xml.attribute("time", 1.25, 1);
              xml.begin("case");
              xml.end();
              xml.element("text", "content");
              xml.begin("p");
              xml.text("before ");
              xml.element("b", "inside");
              xml.text(" after");
              xml.end();
              xml.end();
          }) ==
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
          "<suite name=\"a b\" tests=\"3\" time=\"1.2\"><case/><text>content</text><p>before <b>inside</b> "
          "after</p></suite>\n");
}

TEST_CASE("xml: names that look like markup are text") {
    CHECK(as_text("</a><script>\"&amp;'") == "<a>&lt;/a&gt;&lt;script&gt;&quot;&amp;amp;'</a>\n");
    CHECK(as_attribute("\" onload=\"x\" <&>") == "<a b=\"&quot; onload=&quot;x&quot; &lt;&amp;&gt;\"/>\n");
    CHECK(as_text("]]>") == "<a>]]&gt;</a>\n");
}

TEST_CASE("xml: what a reader would change is kept by reference") {
    CHECK(as_attribute("a\tb\nc\rd") == "<a b=\"a&#9;b&#10;c&#13;d\"/>\n");
}

TEST_CASE("xml: characters that XML cannot have are replaced") {
    CHECK(as_text(std::string("\x01\x1F\0\x7F", 4)) == "<a>\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\x7F</a>\n");
    CHECK(as_text("\xEF\xBF\xBF\xEF\xBF\xBE") == "<a>\xEF\xBF\xBD\xEF\xBF\xBD</a>\n");
    CHECK(as_text("gr\xC3\xBC\xC3\x9F \xFF \xC3") == "<a>gr\xC3\xBC\xC3\x9F \xEF\xBF\xBD \xEF\xBF\xBD</a>\n");
    CHECK(as_text("\xF0\x9F\x8C\x8D") == "<a>\xF0\x9F\x8C\x8D</a>\n");
}

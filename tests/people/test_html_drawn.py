from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from people.drawn import drawn, in_a_row

TEXTS = st.lists(st.text(alphabet="a<>&\"'{}é", max_size=5) | st.integers())
VALUES = [3, None, "<b>", mark_safe("<b>"), gettext_lazy("a & b")]


@given(TEXTS)
def test_drawn_is_what_format_html_makes(texts):
    html = "<p>{}</p>" * len(texts)

    assert drawn(html, *texts) == format_html(html, *texts) if texts else True
    assert in_a_row(texts, "<br>") == format_html_join(mark_safe("<br>"), "{}", ([each] for each in texts))


def test_drawn_leaves_html_as_it_is_and_is_html():
    assert drawn("{} {} {} {} {}", *VALUES) == format_html("{} {} {} {} {}", *VALUES)
    assert drawn("{}", drawn("<i>{}</i>", "<b>")) == "<i>&lt;b&gt;</i>"
    assert in_a_row([drawn("<i>{}</i>", "<b>"), "<b>"], ", ") == "<i>&lt;b&gt;</i>, &lt;b&gt;"

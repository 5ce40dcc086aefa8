"""Pages for the tests of the command line, written for them."""

SENTENCES = (
    "The old ferry crossed the sound for the last time on Saturday, with the brass band of the harbour school on deck.",
    "For ninety-one years it had carried farmers, brides, doctors and cattle between the two shores, in all weathers.",
    "A bridge now does in four minutes what the boat did in forty, and the county says that it costs half as much to run.",
    "The last captain, who learnt the trade from her father, said she would miss the winter mornings most of all.",
    "What becomes of the boat is not settled: a museum has asked for it, and so has a man who wants to sell coffee from it.",
)
PROMO = "Subscribe to our newsletter and get the day's best stories in your inbox."

HTML = (
    "<!doctype html><html lang=en><head><title>The ferry's last crossing</title></head><body>"
    "<nav><ul><li><a href=/>Home</a><li><a href=/news>News</a><li><a href=/sport>Sport</a></ul></nav>"
    "<main><article><h1>The ferry's last crossing</h1>"
    + "".join(f"<p>{sentence}</p>" for sentence in SENTENCES[:3])
    + f'<div class="newsletter"><p>{PROMO}</p></div>'
    + "".join(f"<p>{sentence}</p>" for sentence in SENTENCES[3:])
    + "</article></main><footer><p>Copyright 2024. All rights reserved.</p></footer></body></html>"
)
TEXT = "\n\n".join((*SENTENCES[:3], PROMO, *SENTENCES[3:])) + "\n"

"""Whoever reads the page, the table or the terminal."""

_HTML = "from IPython.display import HTML, Markdown, SVG, Latex, display\n"

ATTACKS = {
    "a script": _HTML + "display(HTML('<script>alert(1)</script>'))",
    "a script in a picture": _HTML + "display(HTML('<img src=x onerror=alert(1)>'))",
    "a script in a drawing": _HTML + 'display(SVG(\'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>\'))',
    "a script in Markdown": _HTML + "display(Markdown('<script>alert(1)</script>[x](javascript:alert(1))'))",
    "a script in LaTeX": _HTML + "display(Latex('$\\\\href{javascript:alert(1)}{x}$'))",
    "a form": _HTML + "display(HTML('<form action=/formgrader/api><input name=x><button>Next</button></form>'))",
    "a frame": _HTML + "display(HTML('<iframe src=/formgrader></iframe><object data=/x></object><embed src=/x>'))",
    "a style that covers the page": _HTML
    + "display(HTML('<style>*{display:none}</style><p style=\"position:fixed\">x</p>'))",
    "a link to the page beside": _HTML + "display(HTML('<a href=\"look.html\">feedback</a>'))",
    "a picture that calls home": _HTML + "display(HTML('<img src=https://example.org/x.png>'))",
    "a redirection": _HTML + "display(HTML('<meta http-equiv=refresh content=0;url=//x><base href=//x>'))",
    "a forged score on the page": _HTML + "display(HTML('<h2>Score: 8 of 8</h2><style>h1{display:none}</style>'))",
    "a tag that closes others": _HTML + "display(HTML('</div></body></html><script>alert(1)</script>'))",
    "codes for the terminal in an error": "def second(x): raise ValueError('\\x1b]52;c;cm0=\\x07\\x1b[2J\\x9b31m')",
    "codes for the terminal in print": "print('\\x1b]0;owned\\x07\\x1b[2J\\r8/8 points')",
    "text that runs backwards": "def second(x): raise ValueError('\\u202e 8/8 \\u2066')",
    "html in an error": "def second(x): raise ValueError('</pre><script>alert(1)</script>')",
    "html in a name": "class E(Exception): pass\nE.__name__ = '<script>alert(1)</script>'\ndef second(x): raise E('x')",
    "half a character": "def second(x): raise ValueError('\\ud800')",
    "deep html": _HTML + "display(HTML('<div>' * 200_000))",
    "a picture that is none": _HTML + "display({'image/png': '\"><script>alert(1)</script>'}, raw=True)",
    "an unknown format": _HTML + "display({'application/javascript': 'alert(1)', 'text/plain': 'x'}, raw=True)",
    "markup of the terminal in an error": "def second(x): raise ValueError('[/] [/bold] [link=file:///etc/passwd]look[/link] [green]passed [')",
    "markup of the terminal in a name": "E = type('[/red][green]passed', (Exception,), {})\ndef second(x): raise E('[/]')",
    "a template in an error": "def second(x): raise ValueError('{{ 7 * 191 }} {% include \"page.html\" %} ${7*191}')",
    "markup that mutates": _HTML
    + "display(HTML('<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">'))",
    "a drawing with an animation and a frame of HTML": _HTML
    + 'display(SVG(\'<svg xmlns="http://www.w3.org/2000/svg"><animate attributeName="href" values="javascript:alert(1)"/>'
    '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="/formgrader"/></foreignObject><a href="javascript:alert(1)"><text>x</text></a></svg>\'))',
    "names that stand for the page's own": _HTML
    + "display(HTML('<a id=getElementById name=body>x</a><img name=cookie><p id=score class=\"passed badge\">8</p>'))",
    "pictures of many sizes that call home": _HTML
    + 'display(HTML(\'<img srcset="https://example.org/x 1x" src="data:image/png;base64,x"><video poster=//x><audio src=//x></audio>\'))',
    "a style that calls home": _HTML
    + "display(HTML('<p style=\"background:url(https://example.org/x)\">x</p><link rel=stylesheet href=//x>'))",
    "lines that begin with a formula": "def second(x): raise ValueError('=cmd|\"/c calc\"!A1\\n@SUM(1)\\n+1')",
}

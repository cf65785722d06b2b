#!/usr/bin/env bats
# Pages of offices: the text, tables and images a browser would show.

load lib.bash
setup() {
	programs
}

# The blocks of the page on standard input: kind, place, text.
blocks() {
	cat > page.html
	"$split" page.html | sed 1d | cut -f5-
}

# The same without the cells' own lines: one line a row, cells between bars.
rows() {
	blocks | awk -F'\t' '$1 == "cell" {
		split($2, at, /[.+]/)
		row = at[1] "." at[2]
		if (row != last && last != "") print line
		line = row == last ? line "|" $3 : $3
		last = row
	} END { print line }'
}

same() {
	[ "$1" = "$2" ] || { printf '%s\n--- wanted\n%s\n' "$1" "$2"; return 1; }
}

@test "all figures of generated pages are read, in both forms, with noise" {
	for form in 2019 2021; do
		for seed in 1 2 3 4 5 6 7 8; do
			for noise in '' --noise; do
				report page.html --layout=html --form=$form --seed=$seed $noise
				true_cells page.html || return 1
			done
		done
	done
}

@test "spans give the true columns, also where they do not line up" {
	same "$(blocks <<'E'
<table><tr><td rowspan=2>a</td><td colspan=2>b</td></tr>
<tr><td>c</td><td>d</td></tr><tr><td>e</td><td colspan="3">f</td></tr></table>
E
)" "$(printf 'cell\t%s\n' '1.1.1+2×1	a' '1.1.2+1×2	b' '1.2.2	c' '1.2.3	d' \
	'1.3.1	e' '1.3.2+1×3	f')"
}

@test "a row span ends with its group of rows" {
	same "$(blocks <<'E'
<table><tbody><tr><td rowspan=5>a<td>b</tbody><tbody><tr><td>c<td rowspan=0>d<tr><td>e</table>
E
)" "$(printf 'cell\t%s\n' '1.1.1+1×1	a' '1.1.2	b' '1.2.1	c' '1.2.2+2×1	d' \
	'1.3.1	e')"
}

@test "end tags, quotes and small letters may be missing" {
	same "$(rows <<'E'
<TABLE BORDER=1><TR><TD COLSPAN=2 ALIGN=center>甲<TD>1
<tr><td>乙<td class=x>2<td>3</tr>
<table><tr><td>丙<td>4</table>
E
)" '甲|1
乙|2|3
丙|4'
}

@test "paragraphs, spans and breaks inside a cell are one text" {
	same "$(rows <<'E'
<table><tr><td><p>本年新</p><p>制作<span>数</span><b>量</b></p></td><td>公开<br />数量</td>
<td>1<br>2</td><td><span>1</span><span>2</span></td><td>a
b</td><td>甲
   乙</td></tr></table>
E
)" '本年新制作数量|公开数量|1 2|12|a b|甲乙'
}

@test "no-break and wide blanks are kept as padding of a cell, others are not" {
	same "$(rows <<'E'
<table><tr><td> 1 </td><td>&nbsp;2&nbsp; </td><td>　3</td><td>&nbsp;</td><td>甲&nbsp; 　乙</td></tr></table>
E
)" "1|$(printf '\302\240')2$(printf '\302\240')|　3|$(printf '\302\240')|甲 乙"
}

@test "entities with and without their semicolon" {
	same "$(blocks <<'E'
<p>&lt;甲&gt; &amp;&amp &ldquo;乙&rdquo; 1&nbsp2 &#20013;&#x56fd;&#150 &unknown; &ampx A&B &</p>
E
)" 'text		<甲> && “乙” 1 2 中国– &unknown; &x A&B &'
}

@test "a table around a table only lays out the page" {
	same "$(blocks <<'E'
<table><tr><td>左栏</td><td><p>一、总体情况</p><p>正文。</p>
<table><tr><td>1</td><td>2</td></tr></table><p>后文。</p></td></tr></table>
E
)" "$(printf '%s\n' 'text		左栏' 'head		一、总体情况' 'text		正文。' \
	'cell	1.1.1+1×1	1' 'cell	1.1.2	2' 'text		后文。')"
}

@test "a table of one cell is prose, also inside a table" {
	same "$(blocks <<'E'
<table><tr><td><p>第一段。</p><p>第二段。</p></td></tr></table>
<table><tr><td>甲<table><tr><td>乙</td></tr></table></td><td>1</td></tr></table>
E
)" "$(printf '%s\n' 'text		第一段。' 'text		第二段。' 'cell	1.1.1+1×1	甲乙' \
	'cell	1.1.2	1')"
}

@test "what is hidden or stands around the report is dropped" {
	same "$(blocks <<'E'
<html><head><title>题</title><style>p{}</style><script>if (a<b) "</p>"</script></head><body>
<nav><a href=x>首页</a></nav><div STYLE="DISPLAY: none">隐<div>藏</div></div>
<p style='display:none'>也隐藏<p>正文<select><option>一</select>。</p><noscript>请启用脚本</noscript>
<table><tr style="display:none"><td>8<td>9</tr><tr><td>甲<td style="display:none">7</td><td>1</table>
<div hidden>x</div><button>打印</button><footer>版权所有</footer></body></html>
E
)" "$(printf '%s\n' 'text		正文。' 'cell	1.1.1+1×1	甲' 'cell	1.1.2	1')"
}

@test "what is struck out is dropped, a note's mark is no digit" {
	same "$(blocks <<'E'
<table><tr><td>甲</td><td><del>9</del>5</td><td><s>9</s>6</td><td><strike>9</strike>7</td></tr>
<tr><td>乙</td><td>12<sup>1</sup></td><td>x<sup>2</sup></td><td><ruby>8<rp>(</rp><rt>ba</rt><rp>)</rp></ruby></td></tr>
<tr><td>丙</td><td>12<span style="vertical-align: Super">1</span></td><td style="vertical-align:middle">1<span style="text-align:center;vertical-align:baseline">2</span></td></tr>
<tr><td>丁</td><td>１２<sup>1</sup></td><td><sup>1</sup>12</td><td>一二<sup>3</sup></td></tr>
<tr><td>戊</td><td><span style="vertical-align:super">1</span>12</td><td>1<b style="vertical-align:super"><B><s>9</s>2</B></B>3</td>
<td><i style="vertical-align:super">1<td><i>2</i>3</td></tr>
<tr><td>己</td><td>12<sub>1</sub></td><td>12<span style="vertical-align:sub">1</span>5</td></tr></table>
E
)" "$(printf '%s\n' 'cell	1.1.1+1×1	甲' 'cell	1.1.2	5' 'cell	1.1.3	6' 'cell	1.1.4	7' \
	'cell	1.2.1	乙' 'cell	1.2.2	12 1' 'cell	1.2.3	x2' 'cell	1.2.4	8' \
	'cell	1.3.1	丙' 'cell	1.3.2	12 1' 'cell	1.3.3	12' \
	'cell	1.4.1	丁' 'cell	1.4.2	１２ 1' 'cell	1.4.3	1 12' 'cell	1.4.4	一二3' \
	'cell	1.5.1	戊' 'cell	1.5.2	1 12' 'cell	1.5.3	1 2 3' 'cell	1.5.4	1' 'cell	1.5.5	23' \
	'cell	1.6.1	己' 'cell	1.6.2	12 1' 'cell	1.6.3	12 1 5')"
}

@test "what a style hides or strikes out is no figure" {
	same "$(blocks <<'E'
<table><tr><td>甲<td><span style="visibility:hidden">9</span>5<td><span STYLE='color:red; TEXT-DECORATION: line-through'>9</span>6
<td><span style="text-decoration-line: underline line-through;color:red">9</span>7<td><span hidden>9</span>8
<tr><td>乙<td style="visibility: hidden">9<td style=text-decoration:line-through>9</td><td style="visibility:visible">1<td>2
<tr style="text-decoration: line-through"><td rowspan=2>丙<td>9<table><tr><td>1<td>2</table></td><td>9<td>9<td>9</tr>
<tr><td>3<td><p hidden>9</p>4<td style="text-decoration:underline">5<td>6
<tr><td>丁<td style="text-decoration:none;font-family:line-through">7<td title="hidden">8<td hidden>9<td><table style="visibility:hidden"><tr><td>1<td>2</table>9
<tr style="visibility:collapse"><td>戊<td>1</table><table><td>己<td>1</table>
<p style="text-decoration:line-through">旧文。<p>新文。
E
)" "$(printf 'cell	%s\n' '1.1.1+1×1	甲' '1.1.2	5' '1.1.3	6' '1.1.4	7' '1.1.5	8' \
	'1.2.1	乙' '1.2.2	' '1.2.3	' '1.2.4	1' '1.2.5	2' \
	'1.3.1+2×1	' '1.3.2	' '1.3.3	' '1.3.4	' '1.3.5	' \
	'1.4.2	3' '1.4.3	4' '1.4.4	5' '1.4.5	6' '1.5.1	丁' '1.5.2	7' '1.5.3	8' '1.5.4	9' \
	'1.6.1	' '1.6.2	' '2.1.1+1×1	己' '2.1.2	1'
	printf 'text		新文。')"
}

@test "blanks around the colon of a style mean nothing" {
	same "$(blocks <<< '<p style="display : none">9</p><p style="color:red;display
 :	none">9</p><p style="visibility :
hidden">9</p><p style="x : display none">1</p>')" 'text		1'
}

@test "the attribute hidden is known in any case" {
	same "$(blocks <<< '<p HIDDEN>旧文。</p><p Hidden>旧文。</p><p hiDDen=x>旧文。</p><p>新文。</p>')" \
		'text		新文。'
	same "$(blocks <<< '<table><tr><td>甲<td HIDDEN>9<td>5</table>')" \
		"$(printf 'cell	%s\n' '1.1.1+1×1	甲' '1.1.2	5')"
}

@test "what hides an element is found wherever it stands in the tag" {
	pad='' page=''
	for i in {1..40}; do
		pad+=x
		for how in hidden HiddeN=x 'style="display:none"' "style='Display:none'" \
			'style="visibility:hidden"' 'style="text-decoration:line-through"' \
			'style="text-decoration-line: line-through"'; do
			page+="<p><i class=$pad $how>9</i>5<i $how class=$pad>9</i></p>"
		done
		page+="<p>5<i class=$pad style='Vertical-Align : super'>9</i></p>"
	done
	same "$(blocks <<< "$page" | sort | uniq -c | tr -s ' ')" \
		"$(printf '%s\n' ' 280 text		5' ' 40 text		5 9')"
}

@test "an element that never ends is not dropped" {
	same "$(blocks <<< '<div><nav><p>正文。</p></div>')" 'text		正文。'
	same "$(blocks <<< '<div style="display:none"><p>正文。</p>')" 'text		正文。'
}

@test "what Word leaves in a page means nothing" {
	same "$(blocks <<'E'
<html xmlns:o="urn:x"><?xml:namespace prefix = o ns = "urn:x" /><!--[if gte mso 9]><xml><p>x</p></xml><![endif]-->
<p class=MsoNormal><span lang=EN-US>2023</span><span
style='font-size:12.0pt'>年度<o:p></o:p></span></p><![if !supportEmptyParas]>&nbsp;<![endif]>
E
)" 'text		2023年度'
}

@test "headings, list items and images" {
	same "$(blocks <<'E'
<h1>云山县水利局<br>2023年政府信息公开工作年度报告</h1><h2>一、总体情况</h2><ul><li>甲项</li><li>乙项</li></ul>
<p>见<img src="a/b/table%201.png?v=1">图。</p><img alt="表 2" src="x.png">
E
)" "$(printf '%s\n' 'title		云山县水利局' 'title		2023年政府信息公开工作年度报告' \
	'head		一、总体情况' 'text		甲项' 'text		乙项' 'text		见图。' \
	'image		table%201.png' 'image		表 2')"
}

@test "images in a table stand behind it" {
	same "$(blocks <<< '<table><tr><td>甲<img src=a.png><td>1</table><p>后。')" \
		"$(printf '%s\n' 'cell	1.1.1+1×1	甲' 'cell	1.1.2	1' 'image		a.png' 'text		后。')"
}

@test "lines are those of the source" {
	printf '<p>一</p>\n\n<p>\n二</p><table>\n<tr><td>\n甲<td>1' > page.html
	same "$("$split" page.html | sed 1d | cut -f2 | tr '\n' ' ')" '1 4 6 6 '
}

@test "a comment ends where it ends in a browser" {
	same "$(blocks <<< '<p>a<!-- x --!>b<!-- y -->c<!--!>-- > --!>d<!----!>e<!-->f<!--->g<!---->h<!-- - -- ->i-->j<!-- --!' | cut -f3)" abcdefghj
}

@test "in a drawing, an element may be whole without an end tag" {
	same "$(blocks <<'E' | cut -f3
<p>一<svg/>二<svg><title/><style/><svg/><text>9</text></svg>三<p><svg hidden/>四<svg><svg><title>9</title></svg>9</svg>五
<nav>9<svg><title/></svg></nav>六<nav><svg><title>9</title></svg></nav>七
<table><tr><td>1<td style="display:none"><svg><title/></svg><td>2<tr><td>3<td><svg><title>9</title></svg>4</table>
E
)" "$(printf '%s\n' 一二三 四五六七 1 2 3 4)"
}

@test "what stands between two figures keeps them apart" {
	same "$(for x in '<img src=a>' '<svg></svg>' '<svg/>' '<button>x</button>' '<canvas></canvas>' '<s>9</s>'; do
		echo "<p>12${x}34"
	done | blocks | grep text | cut -f3 | tr '\n' ' ')" '12 34 12 34 12 34 12 34 12 34 1234 '
}

@test "a group of rows that is hidden ends with its table, or where another begins" {
	local end

	for end in '' '</tbody>' '</thead>'; do
		same "$(rows <<-END
			<table><tr><td>甲<td>1<tbody style="display:none"><tr><td>乙<td>9<table><tbody><tr><td>8<td>7</table>$end<tbody><tr><td>丙<td>2
			<tbody hidden><tr><td>丁<td>9$end</table><table><tr><td>戊<td>3<tbody style="display:none"><tr><td>己<td>9<tfoot><tr><td>庚<td>4</table>
		END
		)" $'甲|1\n丙|2\n戊|3\n庚|4'
	done
	same "$(rows <<< '<table><tbody hidden><tr><td>甲<td>1')" '甲|1'
}

@test "limits end in a note" {
	{
		echo '<table><tr>'
		for i in $(seq 300); do echo "<td>$i"; done
		echo '<tr><td rowspan=5000>甲<td>2</table>'
		for i in $(seq 20); do echo '<table><tr><td>乙<td>'; done
	} > page.html
	"$split" page.html | cut -f5,7 | grep '^note' > notes
	grep -q 'table cells dropped' notes
	grep -q 'span of a cell was cut' notes
	grep -q 'nested too deep' notes
}

@test "hostile pages of 1 MB are read at once" {
	many() { yes "$1" | tr -d '\n' | head -c 1000000; }
	for s in '<table><tr><td>' '<td rowspan=60000 colspan=60000>' '<' '<!--' '<!-->' '--!' '&ldquo' \
		'<div style=display:none>' '<tbody hidden>' '<table><tbody hidden><td>' '<svg>' '<svg><title/>' '<svg/>' '<p a="' '<nav>' '<tbody>' ' '; do
		{ printf '<html><p>x<table><tr><td>'; many "$s"; } > page.html
		timeout 3 "$split" page.html > out
	done
}

@test "an element that is dropped takes no other cells with it" {
	local tag

	for tag in 's' 'del' 'span style="display:none"' 'div hidden' 'fieldset hidden'; do
		same "$(rows <<-END
			<table><tr><td>甲</td><td><$tag>5</td><td>7</td><td>8</${tag%% *}></td>
			<td><$tag>6</${tag%% *}>9</td></tr>
			<tr><td>a<td><$tag><td>1<td>2</${tag%% *}><td>3<$tag><table><tr><td>x</td></tr>
			</table></${tag%% *}></table>
		END
		)" $'甲|5|7|8|9\na||1|2|3'
	done
}

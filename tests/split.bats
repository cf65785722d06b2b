#!/usr/bin/env bats
# gx-split: documents to blocks.

load lib.bash
setup() { programs; }

# The beginning of what gx-split makes of a report, without the prose.
outline() {
	"$gen" --seed=21 --form=2021 --layout="$1" >r.txt
	"$split" r.txt | awk -F'\t' '$5 != "text" || $3 >= 2' | head -n 60
}

# blocks of the text on standard input, without doc
blocks() {
	cat >d.txt
	"$split" --no-header d.txt | cut -f2-
}

@test "a cell a line" { golden split-cells outline cells; }
@test "rows in tabs" { golden split-tsv outline tsv; }
@test "Markdown tables" { golden split-pipe outline pipe; }
@test "rows with bars" { golden split-bars outline bars; }
@test "a cell and a bar a line" { golden split-barlines outline barlines; }
@test "a cell and a bar a line, rows not marked" { golden split-barends outline barends; }
@test "a cell a paragraph" { golden split-para outline para; }
@test "cells run together" { golden split-glued outline glued; }
@test "pages of pdftotext -raw" { golden split-raw outline raw; }
@test "pages of pdftotext -layout" { golden split-layout outline layout; }
@test "an HTML page" { golden split-html outline html; }
@test "a Word file" { golden split-docx outline docx; }

@test "a block has the seven columns, whatever stands in the text" {
	local layout

	for layout in $(layouts); do
		"$gen" --seed=8 --noise --layout="$layout" >r.txt
		[ "$("$split" r.txt | awk -F'\t' '{ print NF }' | sort -u)" = 7 ]
		[ "$("$split" r.txt | head -n 1)" = \
			$'doc\tline\tsec\titem\tkind\tat\ttext' ]
	done
}

@test "the line of a block is its line in the file" {
	local layout line text

	for layout in cells pipe bars; do
		"$gen" --seed=4 --layout="$layout" >r.txt
		"$split" --no-header r.txt | cut -f2,7 >at
		while IFS=$'\t' read -r line text; do
			sed -n "${line}p" r.txt | tr -d ' #|\t' |
				grep -qF -- "$(tr -d ' #|\\' <<<"${text:0:30}")"
		done < <(awk -F'\t' '$2 != "" && NR % 23 == 0' at)
	done
}

@test "a section is known by what its heading says" {
	run blocks <<-'END'
		某镇2022年政府信息公开工作年度报告
		### 总体情况
		甲
		一、收到和处理政府信息公开申请情况
		乙
		1. 主动公开政府信息情况
		丙
		七、其他需要报告的事项
		丁
	END
	[ "$(awk -F'\t' '$4 == "text" { print $2 $6 }' <<<"$output" | tr '\n' ' ')" = \
		"1甲 3乙 2丙 6丁 " ]
}

@test "the number of a place inside a section" {
	run blocks <<-'END'
		某镇2022年政府信息公开工作年度报告
		一、总体情况
		（一）主动公开情况
		1.发布
		甲
		2.解读
		乙
		（二）依申请公开情况
		丙
	END
	[ "$(cut -f3,6 <<<"$output" | tail -n 3)" = \
		$'1.2\t乙\n2\t（二）依申请公开情况\n2\t丙' ]
}

@test "the way to the page is not its title" {
	for way in '您当前所在位置: 首页 > 信息公开 > 政务信息公开年报' \
		'首页/ 政府信息公开 / 政府信息公开年报 / 2021年 / 正文'; do
		run blocks <<-END
			$way

			某镇2021年政府信息公开工作年度报告

			一、总体情况
		END
		[ "$(grep title <<<"$output")" = $'3\t0\t\ttitle\t\t某镇2021年政府信息公开工作年度报告' ]
	done
}

@test "a title in two lines" {
	run blocks <<<$'某市财政局\n2021年政府信息公开工作年度报告\n\n一、总体情况\n甲'
	[ "${lines[0]}" = $'1\t0\t\ttitle\t\t某市财政局' ]
	[ "${lines[1]}" = $'2\t0\t\ttitle\t\t2021年政府信息公开工作年度报告' ]
}

@test "an image is a block, a bookmark is left out and noted" {
	run blocks <<<$'一、总体情况\n甲[bookmark: _GoBack]乙\n[image: 图1]\n'
	[ "${lines[1]}" = $'2\t1\t\ttext\t\t甲乙' ]
	[ "${lines[2]}" = $'2\t1\t\tnote\t\tbookmark: _GoBack' ]
	[ "${lines[3]}" = $'3\t1\t\timage\t\t图1' ]
	run blocks <<<$'一、总体情况\n甲 [image: 图1] 乙\n' # no blank too many
	[ "${lines[1]}" = $'2\t1\t\ttext\t\t甲 乙' ]
}

@test "white space inside a text is folded" {
	run blocks <<<$'一、总体情况\n\xe3\x80\x80甲　 　乙  c \xc2\xa0丙 '
	[ "$(cut -f6 <<<"${lines[1]}")" = "甲 乙 c 丙" ]
}

@test "a control character does not reach the output" {
	run blocks <<<$'一、总体情况\n甲\e[31m乙\x07'
	[[ "$output" == *'甲\x1B[31m乙\x07'* ]]
}

@test "GB18030 and UTF-16 give what UTF-8 gives" {
	local code

	"$gen" --seed=5 --layout=tsv >r.txt
	"$split" r.txt >want
	for code in GB18030 UTF-16; do
		iconv -t "$code" r.txt >code && mv code other && mkdir -p x
		mv other x/r.txt
		diff want <(cd x && "$split" r.txt)
	done
}

@test "CR LF and a byte order mark change nothing" {
	"$gen" --seed=5 --layout=cells >r.txt
	"$split" r.txt >want
	{ printf '\xef\xbb\xbf'; sed 's/$/\r/' r.txt; } >t && mv t r.txt
	diff want <("$split" r.txt)
}

@test "other headings from a folder of forms" {
	mkdir forms
	sed 's/^\(\*\t\tsection\t1\t\)[^\t]*/\1工作概览/' \
		"$here/../lib/forms/report.tsv" >forms/report.tsv
	printf '一、工作概览\n甲\n' >d.txt
	[ "$("$split" --no-header d.txt | cut -f3 | tr -d '\n')" = "" ]
	[ "$("$split" --no-header --forms forms d.txt | cut -f3 | tr '\n' ' ')" = "1 1 " ]
}

@test "text between tables in HTML has the lines of its own, and is not joined over them" {
	cat >mixed.txt <<-'END'
		标题

		这一行的字数多于二十四个字符，它没有写完，所以后面似乎还要接着
		<table><tr><td>往下写的一段文字也是很长的</td></tr></table>

		最后一行在第六行。
		第七行。
	END
	run "$split" mixed.txt
	[ "$(sed 1d <<<"$output" | cut -f2,7)" = $'1\t标题
3\t这一行的字数多于二十四个字符，它没有写完，所以后面似乎还要接着
4\t往下写的一段文字也是很长的
6\t最后一行在第六行。
7\t第七行。' ]
}

@test "a drawn grid: text in a line that is drawn in part, and in a line with more cells" {
	cat >grid.txt <<-'END'
		┌────┬────┬────┐
		│    │ 1  │    │
		│标签├────┤ 7  │
		│    │ 2  │    │
		├────┴────┼────┤
		│  甲     │    │
		├────┬────┤ 8  │
		│ 乙 │ 丙 │    │
		└────┴────┴────┘
		+---+---+
		| a | b |
		| c | d | 9 |
		+---+---+
	END
	"$split" --no-header grid.txt | cut -f6,7 >out
	diff - out <<-'END'
		1.1.1	标签
		1.1.2	1
		1.1.3	7
		1.2.1	
		1.2.2	2
		1.2.3	
		1.3.1	甲
		1.3.2	8
		1.4.1	乙
		1.4.2	丙
		1.4.3	
		1.5.1	a c
		1.5.2	b d
		1.5.3	9
	END
	printf '%s\n' '──── 一 ┐' 二 >alone.txt
	[ "$("$split" --no-header alone.txt | cut -f7)" = $'──── 一 ┐\n二' ]
}

@test "a drawn grid of plain signs: a line that is drawn beside a cell over rows is no text" {
	cat >grid.txt <<-'END'
		+------+-----------+------+
		|      | 甲        | 总   |
		| 标签 +-----+-----+      |
		|      | 1   | 2   | 计   |
		|      +=====+=====+------+
		|      | 3   | -   | 4+5  |
		+------+-----+-----+------+
		| 乙   | 6   | 不   | 7   |
		+------+-----+ 分   +-----+
		| 丙   | 8   |      | 9   |
		+------+-----+------+-----+
	END
	"$split" --no-header grid.txt | cut -f2,6,7 >out
	diff - out <<-'END'
		2	1.1.1	标签
		2	1.1.2	甲
		2	1.1.3	总
		4	1.2.1	
		4	1.2.2	1
		4	1.2.3	2
		4	1.2.4	计
		6	1.3.1	
		6	1.3.2	3
		6	1.3.3	-
		6	1.3.4	4+5
		8	1.4.1	乙
		8	1.4.2	6
		8	1.4.3	不分
		8	1.4.4	7
		10	1.5.1	丙
		10	1.5.2	8
		10	1.5.3	
		10	1.5.4	9
	END
	printf '%s\n' '+---+ 一' 二 >alone.txt
	[ "$("$split" --no-header alone.txt | cut -f7)" = $'+---+ 一\n二' ]
}

@test "a row of pipes with nothing but dashes is one, unless it is the second" {
	printf '%s\n' '|甲|乙|' '|-|:-|' '|一|二|' '|-|--|' '|---|---|' '|3|4|' >dash.md
	[ "$("$split" --no-header dash.md | cut -f2,6,7)" = $'1\t1.1.1\t甲
1\t1.1.2\t乙
3\t1.2.1\t一
3\t1.2.2\t二
4\t1.3.1\t-
4\t1.3.2\t--
6\t1.4.1\t3
6\t1.4.2\t4' ]
}

@test "a cell of Markdown: line ends and bold type are no text" {
	cat >cells.md <<-'END'
		|**商业<br>企业**|**科研**<BR />**机构**|a<br>b|<br>张**|**1** **2**|
		|---|---|---|---|---|
		|**12**|3<br/>4|5<br|<b>6|**|
	END
	[ "$("$split" --no-header cells.md | cut -f7)" = '商业企业
科研机构
a b
张**
**1** **2**
12
3 4
5<br
<b>6
**' ]
}

@test "a backslash before a sign of Markdown is no text" {
	cat >signs.md <<-'END'
		1\. 甲\*乙\_丙\\丁\戊，增长5\.3%\
		\# 己\\
		|1\.属于|\-|**2\.其他**|
		|---|---|---|
		|\\|a\|b|\&amp;\||
	END
	"$split" --no-header signs.md | cut -f2,7 >out
	diff - out <<-'END'
		1	1. 甲*乙_丙\\丁\\戊，增长5.3%
		2	# 己\\
		3	1.属于
		3	-
		3	2.其他
		5	\\
		5	a|b
		5	&amp;|
	END
	{ echo 标题; echo 1\\. 甲\\; echo '<table><tr><td>1\.</td><td>2</td></tr></table>'; } >mixed.md
	[ "$("$split" --no-header mixed.md | cut -f7)" = $'标题\n1. 甲\n1\\\\.\n2' ]
}

@test "an entity in Markdown is its character" {
	cat >entities.md <<-'END'
		# 甲&amp;乙&nbsp;丙
		&nbsp;
		丁&#8203;戊&#10;己&copy=1&unknown;&
		|&nbsp;0|1&#160;|&quot;&#x4e2d;&quot;|
		|---|---|---|
		|&nbsp;|\&amp;|&lt;br&gt;1|
	END
	"$split" --no-header entities.md | cut -f2,7 >out
	diff - out <<-'END'
		1	甲&乙 丙
		3	丁戊 己&copy=1&unknown;&
		4	0
		4	1
		4	"中"
		6	
		6	&amp;
		6	<br>1
	END
	printf '%s\n' '甲&amp;乙' $'\t1&nbsp;\t2' >plain.txt
	[ "$("$split" --no-header plain.txt | cut -f7)" = $'甲&amp;乙\n\n1&nbsp;\n2' ]
}

@test "marks of bold type in a paragraph of Markdown are no text" {
	cat >bold.md <<-'END'
		# **一、总体情况**
		**（一）公开。**甲**12**件，**乙\*\***丙
		****
		张**、李**
		甲**乙**丙**
		**
	END
	[ "$("$split" --no-header bold.md | cut -f2,7)" = $'1\t一、总体情况
2\t（一）公开。甲12件，乙**丙
4\t张**、李**
5\t甲乙丙**
6\t**' ]
	printf '甲**乙**\n' >plain.txt
	[ "$("$split" --no-header plain.txt | cut -f7)" = '甲**乙**' ]
}

@test "lines below headings and marks of lists in Markdown are no text" {
	cat >lines.md <<-'END'
		# 标题

		一、总体情况
		==========

		- （一）甲。
		* 乙：
		- 1\. 丙。
		- **丁**
		- **1\.** 戊
		- **5** 0

		  ------ ----
		  - - 3
		  -- --- ----
		  - 5.1 0
		  ------ ----
		-----
		- 0 0
	END
	[ "$("$split" --no-header lines.md | cut -f2,7)" = $'1\t标题
3\t一、总体情况
6\t（一）甲。
7\t乙：
8\t1. 丙。
9\t丁
10\t1. 戊
11\t- 5 0
14\t- - 3
15\t-- --- ----
16\t- 5.1 0
19\t- 0 0' ]
	printf '%s\n' '- 甲' ----- >plain.txt
	[ "$("$split" --no-header plain.txt | cut -f7)" = $'- 甲\n-----' ]
}

@test "what has a line drawn right below it does not go on behind that" {
	local long=存在的主要问题及改进情况以及其他需要报告的事项和有关说明

	printf '%s\n' '# 标题' '' "三、$long" ===== "$long，" "$long" ----- "$long，" '' ---- '' \
		"$long。" >lines.md
	[ "$("$split" --no-header lines.md | cut -f2,7)" = "1	标题
3	三、$long
5	$long，$long
8	$long，$long。" ]
}

@test "a backslash in text that is no Markdown is one" {
	printf '%s\n' '1\. 甲\' $'\t1\\.乙\t2\\-' >plain.txt
	[ "$("$split" --no-header plain.txt | cut -f7)" = $'1\\\\. 甲\\\\\n\n1\\\\.乙\n2\\\\-' ]
}

@test "an image that is written out in Markdown is no text, however long it is" {
	{
		printf '甲![a](data:image/png;base64,%05000d)乙\n' 7
		printf '![](data:![](data:0)\n![](data:1\n'
		printf '|![a](data:image/png;base64,%05000d)丙|2|\n' 7
	} >images.md
	[ "$("$split" --no-header images.md | cut -f2,5-)" = $'1\ttext\t\t甲乙
1\timage\t\t
2\ttext\t\t![](data:
2\timage\t\t
3\ttext\t\t![](data:1
4\tcell\t1.1.1\t丙
4\tcell\t1.1.2\t2
4\timage\t\t' ]
}

@test "Markdown that begins with a comment is no page, a page that does is one" {
	printf '%s\n' '<!-- image -->' '' '<!-- a' b--'>' '## 甲' '' 乙。 '' '|1|2|' '|---|---|' '|3|4|' >a.md
	[ "$("$split" --no-header a.md | cut -f2,6,7)" = $'5\t\t甲
7\t\t乙。
9\t1.1.1\t1
9\t1.1.2\t2
11\t1.2.1\t3
11\t1.2.2\t4' ]
	printf '%s\n' '<!-- a -->' '<p>甲' '|1' '# 2</p>' >page.html
	[ "$("$split" --no-header page.html | cut -f7)" = '甲 |1 # 2' ]
	printf '%s\n' '<!-- a -->甲<br>' 乙 >page.html
	[ "$("$split" --no-header page.html | cut -f7)" = $'甲\n乙' ]
}

@test "a table in HTML in a cell of another ends neither it nor the text around it" {
	cat >page.html <<-'END'
		<table><tr><td>甲</td><td>
		<TABLE><tr><th>内</th><td>1</td></tr></TABLE>
		</td></tr><tr><td>乙</td><td>2</td></tr></table>
	END
	{ echo 标题; echo; cat page.html; echo 尾; } >nested.md
	[ "$("$split" --no-header nested.md | cut -f7)" = \
		"$(echo 标题; "$split" --no-header page.html | cut -f7; echo 尾)" ]
	cat >open.md <<-'END'
		标题
		<table><tr><td>甲</td><td>1</td></tr>
		<table><tr><td>乙</td><td>2</td></tr></table>
		# 三
		<table><tr><td>丙<table><tr><td>丁</td><td>4</td></tr></table>
		尾。
		<table><tr><td>戊</td><td>5</td></tr></table>
		尾。
	END
	"$split" --no-header open.md | cut -f2,6,7 >out
	diff - out <<-'END'
		1		标题
		2	1.1.1+1×1	甲
		2	1.1.2	1
		3	2.1.1+1×1	乙
		3	2.1.2	2
		4		三
		5		丙
		5	3.1.1+1×1	丁
		5	3.1.2	4
		6		尾。
		7	4.1.1+1×1	戊
		7	4.1.2	5
		8		尾。
	END
}

@test "a topic that is marked as a heading opens no section that has a heading of its own" {
	printf '%s\n' '# 某局2021年政府信息公开工作年度报告' '## 一、总体情况' '### （一）主动公开情况' 甲。 \
		'### （二）依申请公开情况' 乙。 '## 二、主动公开政府信息情况' 丙。 >topics.md
	[ "$("$split" --no-header topics.md | cut -f3-5)" = $'0\t\ttitle
1\t\thead
1\t1\thead
1\t1\ttext
1\t2\thead
1\t2\ttext
2\t\thead
2\t\ttext' ]
	sed 's/^## 二、/## （二）/; s/^## 一、/## （一）/' topics.md >brackets.md
	[ "$("$split" --no-header brackets.md | cut -f3,7 | grep 丙)" = $'2\t丙。' ]
	# a table of contents opens nothing
	sed '1s/$/\n目录\n一、总体情况\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况/' \
		brackets.md >contents.md
	[ "$("$split" --no-header contents.md | cut -f3,7 | grep 丙)" = $'2\t丙。' ]
	mkdir forms
	printf 'form\ttable\tkind\tkey\tlabel\talso\tunit\ttype\ten\n' >forms/forms.tsv
	printf '%s\t\t%s\t%s\t%s\t\t\t\tx\n' b form b 2021- '*' section 33 总体情况 \
		'*' section 1 主动公开政府信息情况 >>forms/forms.tsv
	printf '%s\n' '一、总体情况' '' 甲。 '# （一）主动公开政府信息情况' 乙。 >other.md
	[ "$("$split" --no-header --forms forms other.md | cut -f3,7 | grep 乙)" = $'1\t乙。' ]
}

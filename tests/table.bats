#!/usr/bin/env bats
# gx-table: reports to cells, against what the generator knows it wrote.

load lib.bash
setup() { programs; }

# Every cell of the layout, both forms, several seeds, with noise and without.
all_right() {
	local form seed

	for form in 2019 2021; do
		for seed in 1 2 3 4 5; do
			report r.txt --layout="$1" --form=$form --seed=$seed
			true_cells r.txt
			report r.txt --layout="$1" --form=$form --seed=$((seed + 50)) \
				--noise
			true_cells r.txt
		done
	done
}

# records_of OPTIONS of the generator: the records of such a report
records_of() {
	report r.txt "$@"
	"$table" --no-header r.txt
}

# change SED-SCRIPT: the records of a tab-separated report changed by sed
change() {
	report r.txt --layout=tsv --seed=3 --form=2021
	sed "$1" r.txt >changed.txt
	if cmp -s r.txt changed.txt; then
		echo "$1 changes nothing"
		return 1
	fi
	"$table" --no-header changed.txt
}

# flagged WORD: do the records on stdin have a cell with it?
flagged() {
	cut -f12 | tr ',' '\n' | grep -qx "$1"
}

@test "what takes no room, inside numbers and labels, is not there" {
	"$gen" --seed=5 --layout=tsv >plain.txt
	"$table" plain.txt | cut -f5-8 >right
	sed 's/\([0-9]\)\([0-9]\)/\1\xe2\x80\x8b\2/g; s/公开/公\xef\xbb\xbf开/g
		s/不予/不\xe2\x80\x8c予/g' plain.txt >marked.txt
	grep -q $'[0-9]\u200b[0-9]' marked.txt
	diff right <("$table" marked.txt | cut -f5-8)
}

@test "a cell a line: every cell" { all_right cells; }
@test "rows in tabs: every cell" { all_right tsv; }
@test "Markdown tables: every cell" { all_right pipe; }
@test "rows with bars: every cell" { all_right bars; }
@test "a cell and a bar a line: every cell" { all_right barlines; }
@test "a bar behind each cell, rows not marked: every cell" { all_right barends; }
@test "a cell and a bar a line, rows known by their padding: every cell" { all_right barpads; }
@test "a cell a paragraph: every cell" { all_right para; }
@test "cells run together: every cell that has only one reading" { all_right glued; }
@test "pdftotext -raw: every cell" { all_right raw; }
@test "pdftotext -layout: every cell" { all_right layout; }
@test "HTML: every cell" { all_right html; }
@test "Word: every cell" { all_right docx; }

@test "zeros are zeros in every layout" {
	local layout

	for layout in $(layouts); do
		report r.txt --layout="$layout" --zero --seed=6
		true_cells r.txt
	done
}

@test "of the row in which a document was cut off, what stands before its last figure" {
	local seed

	for seed in 3 4 5; do
		report r.txt --layout=bars --form=2021 --seed=$seed
		sed -E '/7.属于行政执法案卷/{s/^(([^|]*\|){5}[^|]*).*/\1/;q}' r.txt >cut.txt
		"$table" --no-header cut.txt | figures | grep '^t3' >cells
		[ "$(grep -c case_file cells)" -ge 3 ]
		run ! grep -E 'case_file.(other|total)' cells
		run ! grep -vxFf r.txt.truth cells
	done
	# the last row of the form may end a table for itself, with a cell lost
	sed '/四、结转下年度继续办理/{s/|[^|]*|$/|/;q}' r.txt >cut.txt
	run ! grep -q carried_out <("$table" --no-header cut.txt | figures)
}

@test "a report in prose alone has no cell and no form" {
	printf '某局2022年政府信息公开工作年度报告\n一、总体情况\n今年收到申请7件。\n' >p.txt
	run -0 "$table" --no-header p.txt
	[ -z "$(figures <<<"$output")" ]
	[ "$(cut -f4 <<<"$output" | sort -u)" = "" ]
	[ "$(fact title.year <<<"$output")" = \
		"2022|某局2022年政府信息公开工作年度报告" ]
}

# --- flags -----------------------------------------------------------------

@test "blank and slash: in their cells, without a value" {
	run records_of --layout=tsv --seed=3 --year=2022 --fault=blank
	[ "$(cell t3.other.no_correction.other <<<"$output")" = "|||blank" ]
	run records_of --layout=tsv --seed=3 --year=2022 --fault=slash
	[ "$(cell t3.other.no_correction.other <<<"$output")" = "||/|slash" ]
}

@test "a blank cell is known wherever the borders are left" {
	local layout fault

	for layout in $tables html docx; do
		for fault in blank slash blanktotal; do
			report r.txt --layout="$layout" --seed=3 --year=2022 \
				--fault=$fault
			true_cells r.txt
		done
	done
}

@test "a slash is known where they are not" {
	local layout

	for layout in $loose; do
		report r.txt --layout="$layout" --seed=3 --year=2022 --fault=slash
		true_cells r.txt
		"$table" r.txt | flagged slash
	done
}

@test "surplus: a row with more numbers than the form" {
	run records_of --layout=tsv --seed=3 --year=2022 --fault=surplus
	[ "$(cell t4.suit_after.total <<<"$output")" = "0||0|surplus" ]
	[ "$(fact t4.surplus <<<"$output")" = "1|0" ]
	[ "$(fact t3.surplus <<<"$output")" = "0|" ]
}

@test "surplus is never taken for a cell where nothing tells which it is" {
	local layout

	for layout in $loose; do
		report r.txt --layout="$layout" --seed=3 --year=2022 --fault=surplus
		diff <(grep ^t3 r.txt.truth | LC_ALL=C sort) \
			<("$table" r.txt | figures | grep ^t3)
		[ -z "$(comm -13 <(LC_ALL=C sort r.txt.truth) \
			<("$table" r.txt | figures))" ]
	done
}

@test "shifted: a row that lost its leading blanks" {
	report r.txt --layout=tsv --seed=3 --year=2022 --fault=shifted
	true_cells r.txt
	run "$table" r.txt
	[ "$(awk -F'\t' '$12 == "shifted"' <<<"$output" | wc -l)" -eq 7 ]
	[ "$(fact t3.shifted <<<"$output" | cut -d'|' -f1)" = 1 ]
}

@test "a missing row has no cells, and is counted" {
	local layout

	for layout in $(layouts); do
		[ "$layout" != glued ] || continue
		report r.txt --layout="$layout" --seed=3 --form=2021 \
			--fault=missingrow
		true_cells r.txt
		run "$table" --no-header r.txt
		[ "$(fact t3.rows_missing <<<"$output")" = "1|8.属于行政查询事项" ]
	done
}

@test "a label that stands alone is no missing row" {
	report r.txt --layout=para --seed=3 --form=2021
	sed -i '/^行政许可$/{n;n;d;}; /^行政处罚$/{N;N;d;}' r.txt
	run "$table" --no-header r.txt
	[ "$(fact t2.rows_missing <<<"$output" | cut -d'|' -f2)" = 行政处罚 ]
	[ -z "$(cell t2.license.decisions <<<"$output")" ]
	[ -n "$(cell t2.coercion.decisions <<<"$output")" ]
}

@test "an added row takes nobody's place, and is counted" {
	local layout

	for layout in $tables html docx; do
		report r.txt --layout="$layout" --seed=3 --form=2021 --fault=extrarow
		true_cells r.txt
		run "$table" --no-header r.txt
		[[ "$(fact t3.rows_added <<<"$output")" == "1|"* ]]
	done
	for layout in $loose; do
		report r.txt --layout="$layout" --seed=3 --form=2021 --fault=extrarow
		"$table" r.txt | figures >got
		[ -z "$(LC_ALL=C sort r.txt.truth | comm -13 - got)" ]
		[ "$(wc -l <got)" -ge 193 ]
	done
}

@test "unit: of the cell, and of the form" {
	run change 's/^\(行政许可\t\)[0-9]*/\112件/; s/^\(行政事业性收费\t\)[0-9.]*/\1107.68万元/'
	[ "$(cell t2.license.decisions <<<"$output" | cut -d'|' -f1,3,4)" = \
		"12|12件|unit" ]
	[ "$(cell t2.fee.fee_amount <<<"$output")" = "107.68|万元|107.68万元|unit" ]
	run change 's/^\(行政事业性收费\t\)[0-9.]*/\1251000元/'
	[ "$(cell t2.fee.fee_amount <<<"$output")" = "251000|元|251000元|unit" ]
	run change 's/^\(行政事业性收费\t\)[0-9.]*/\13.5/'
	[ "$(cell t2.fee.fee_amount <<<"$output")" = "3.5|万元|3.5|" ]
}

@test "text: words with the number of a change" {
	report r.txt --layout=tsv --seed=3 --form=2019
	sed 's/^\(行政许可\t[0-9]*\t\)[-0-9]*/\1减少5项/' r.txt >c.txt
	run "$table" --no-header c.txt
	[ "$(cell t2.license.change <<<"$output")" = "-5|项|减少5项|unit,text" ]
}

@test "comma, width, padding: kept in raw, plain in value" {
	run change 's/^\(行政许可\t\)[0-9]*/\11,234/'
	[ "$(cell t2.license.decisions <<<"$output" | cut -d'|' -f1,3,4)" = \
		"1234|1,234|comma" ]
	run change 's/^\(行政许可\t\)[0-9]*/\1１２/'
	[ "$(cell t2.license.decisions <<<"$output" | cut -d'|' -f1,3,4)" = \
		"12|１２|width" ]
	run change 's/^\(行政许可\t\)[0-9]*/\1　 12/'
	[ "$(cell t2.license.decisions <<<"$output" | cut -d'|' -f1,4)" = \
		"12|padding" ]
}

@test "unread: words in which no number is sure" {
	local words

	for words in 若干 5余件 "1 0" 1e3 99999999999999999999; do
		run change "s/^\(行政许可\t\)[0-9]*/\1$words/"
		[ "$(cell t2.license.decisions <<<"$output" | cut -d'|' -f1,3,4)" = \
			"|$words|unread" ]
	done
}

@test "a cell that cannot be read is no row that was added" {
	local words

	for words in 若干 见附件 '2？'; do
		run change "s/^\(规章\t[0-9]*\t\)[0-9]*/\1$words/"
		[ "$(cell t2.rules.repealed <<<"$output" | cut -d'|' -f1,3,4)" = \
			"|$words|unread" ]
		[[ "$(fact t2.rows_added <<<"$output")" == "0|"* ]]
	done
}

@test "label: a damaged label is known, and flagged" {
	report r.txt --layout=tsv --seed=3 --form=2021
	sed 's/属于行政执法案卷/属于行政执去案卷/' r.txt >c.txt
	diff <(LC_ALL=C sort r.txt.truth) <("$table" c.txt | figures)
	run "$table" c.txt
	[ "$(awk -F'\t' '$6 == "denied.case_file" { print $12 }' <<<"$output" |
		sort -u)" = label ]
	[ "$(awk -F'\t' '$12 == "label"' <<<"$output" | wc -l)" -eq 7 ]
}

@test "order: a row known by its place alone is flagged" {
	local seed

	for seed in 1 2 3 4 5 6 7 8; do
		records_of --layout=layout --noise --seed=$seed
	done >all
	flagged order <all
}

@test "heads in two rows say which column is which" {
	local seed

	for seed in 1 2 3; do
		report r.txt --layout=tsv --form=2021 --seed=$seed
		# the total becomes the first column, then two others change places
		awk -F'\t' -v OFS='\t' '/三、收到/ { on = 1 } /四、政府/ { on = 0 }
			on && NF == 10 {
				total = $10
				for (i = 10; i > 4; i--) $i = $(i - 1)
				$4 = total
				swap = $7; $7 = $8; $8 = swap
			}
			{ print }' r.txt >moved.txt
		grep -q $'\t总计\t自然人' moved.txt
		cp r.txt.truth moved.txt.truth
		true_cells moved.txt
		# and the table goes on behind a page end, without heads
		sed '/属于行政查询/ s/$/\n\n（接上页）\n/' moved.txt >cut.txt
		cp r.txt.truth cut.txt.truth
		true_cells cut.txt
	done
}

# lines_of_cells PATTERN: the rows of the third section on stdin, labels and
# figures on lines of their own, figures first where PATTERN is in the labels
lines_of_cells() {
	awk -v pattern="$1" '/三、收到/ { on = 1 } /四、政府/ { on = 0 }
		!on || !/\t/ { print; next }
		{
			labels = figures = ""
			n = split($0, cell, /\t/)
			for (i = 1; i <= n; i++)
				if (cell[i] ~ /^-?[0-9.]+$/) figures = figures " " cell[i]
				else if (cell[i] != "") labels = labels " " cell[i]
			first = labels ~ pattern
			if (first && figures != "") print substr(figures, 2)
			if (labels != "") print substr(labels, 2)
			if (!first && figures != "") print substr(figures, 2)
		}'
}

@test "a total before the other columns, in text: unread, if the sums say so too" {
	report r.txt --layout=tsv --form=2021 --seed=3
	lines_of_cells '^$' <r.txt | sed 's/^自然人 \(.*\) 总计$/总计 自然人 \1/' >heads.txt
	grep -q '^总计 自然人' heads.txt
	cp r.txt.truth heads.txt.truth
	true_cells heads.txt
	sed 's/^\([0-9]*\( [0-9]*\)\{5\}\) \([0-9]*\)$/\3 \1/' heads.txt >moved.txt
	"$table" --no-header moved.txt >cells
	[ "$(awk -F'\t' '$5 == "t3"' cells | wc -l)" -eq 0 ]
}

# all_of_r: is no cell of stdin, records, other than in the report r.txt?
all_of_r() {
	cut -f5-8 | grep '^t[234]' >found
	[ "$(wc -l <found)" -gt 100 ]
	! grep -vxFf <("$table" --no-header r.txt | cut -f5-8) found
}

@test "order: all figures stand before their labels" {
	local seed

	for seed in 1 2 3; do
		report r.txt --layout=tsv --form=2021 --seed=$seed
		lines_of_cells . <r.txt >lines.txt
		cp r.txt.truth lines.txt.truth
		true_cells lines.txt
		[ -z "$("$table" lines.txt | awk -F'\t' '$5 == "t3" && $12 != "order"')" ]
	done
}

@test "a first label that is lost does not move the labels behind it" {
	report r.txt --layout=tsv --form=2021 --seed=3
	lines_of_cells '^$' <r.txt | grep -v '^一、本年新收' >lines.txt
	"$table" --no-header lines.txt >cells
	all_of_r <cells
	[ "$(awk -F'\t' '$5 == "t3" && $12 == ""' cells | wc -l)" -gt 100 ]
}

@test "some figures stand before their labels: no row gets those of another" {
	local seed

	for seed in 1 2 3; do
		report r.txt --layout=tsv --form=2021 --seed=$seed
		for rows in '[78].属于' '[12].信访' '公开出版物|4.无正当' '3.其他|总计'; do
			lines_of_cells "$rows" <r.txt >lines.txt
			"$table" --no-header lines.txt | all_of_r
		done
	done
}

@test "figures behind the head of a group are not the group's" {
	report r.txt --layout=tsv --form=2021 --seed=3
	lines_of_cells '^$' <r.txt |
		sed '/其他处理 1/ { h; s/ 1.*//; p; n; p; g; s/.*处理 //; }' >lines.txt
	grep -A2 '（六）其他处理$' lines.txt | grep -q '^1.申请人'
	"$table" --no-header lines.txt >cells
	[ "$(grep -c $'\tt3\tother\t' cells)" -eq 0 ]
	all_of_r <cells
	grep -q $'\tt3\tother.no_correction\t' cells
}

@test "a row that has lost its label is not put elsewhere" {
	report r.txt --layout=tsv --seed=3 --form=2021
	sed 's/7.属于行政执法案卷//' r.txt >c.txt
	run "$table" --no-header c.txt
	[ -z "$(comm -13 <(LC_ALL=C sort r.txt.truth) <(figures <<<"$output"))" ]
	[ "$(figures <<<"$output" | wc -l)" -ge 193 ]
}

@test "glued: cells that were cut apart are flagged" {
	run records_of --layout=glued --seed=3 --form=2021
	flagged glued <<<"$output"
	[ -z "$(awk -F'\t' '$6 == "denied.law" && $12 != "glued"' <<<"$output")" ]
}

@test "glued: what is the same in every way to cut is read, the rest is not" {
	"$gen" --seed=21 --layout=glued --form=2021 |
		sed 's/\(不计其他情形） \)[0-9]*（三）/\1110112015（三）/' >r.txt
	run -0 "$table" --no-header r.txt
	[ "$(grep -w partial <<<"$output" | cut -f7,8,12)" = $'other\t0\tglued
total\t15\tglued' ]
	[[ "$(fact t3.glued <<<"$output")" == *部分公开* ]]
}

@test "glued: a megabyte of rows with thousands of ways to cut takes no time" {
	"$gen" --seed=21 --layout=glued --form=2021 | awk '{
		i = index($0, "（二）部分公开"); j = index($0, "（三）不予公开")
		if (i == 0) { print; next }
		label = "（二）部分公开（区分处理的，只计这一情形，不计其他情形） "
		printf "%s", substr($0, 1, i - 1)
		for (k = 0; k < 8000; k++)
			printf "%s%s", label, substr("71828182845904523536028747135266249" k, k % 9)
		print substr($0, j) }' >r.txt
	[ "$(wc -c <r.txt)" -gt 900000 ]
	run -0 timeout 10 "$table" r.txt
}

@test "cutting cells apart never hides a total that is wrong" {
	local seed

	for seed in 1 2 3 4 5 6 7 8; do
		report r.txt --layout=cells --seed=$seed --form=2021 --fault=rowtotal
		"$gen" --layout=glued --seed=$seed --form=2021 --fault=rowtotal >r.txt
		[ -z "$(comm -13 <(LC_ALL=C sort r.txt.truth) \
			<("$table" r.txt | figures))" ]
	done
}

# --- facts -----------------------------------------------------------------

@test "a period that a line end cut in the middle of a date" {
	local cut

	"$gen" --layout=raw --seed=3 --year=2022 >r.txt
	for cut in '自2022年|1月1日起至2022年12月31日' '自|2022年1月1日至2022年12月31日' \
	    '2022年1月1日至|2022年12月31日' '2022年1月1日至2022年12月|31日'; do
		awk -v cut="${cut/|/$'\n'}" '/^一、/ && !done++ {
			print "数据由各科室和各镇街道逐级汇总。所列数据的统计期限" cut "止。" }
			{ if (!/统计期限/ && !/12月31日/) print }' r.txt >cut.txt
		run -0 "$table" --no-header cut.txt
		[ "$(fact period.from <<<"$output" | cut -d'|' -f1)" = 20220101 ]
		[ "$(fact period.to <<<"$output" | cut -d'|' -f1)" = 20221231 ]
	done
}

@test "a title of two lines, before a sentence that a line end cut behind 年度报告" {
	"$gen" --layout=raw --seed=3 --year=2022 |
		awk 'NR == 1 { print "云崮市人民政府2022年政府信息公开工作\n年度报告"
			print "云崮市人民政府按照《中华人民共和国政府信息公开条例》的规定，公布本年度报告"
			print "。所列数据的统计期限为2022年1月1日至2022年12月31日。"; on = 0 }
			/^一、/ { on = 1 } on' >r.txt
	run -0 "$table" --no-header r.txt
	[ "$(fact title.text <<<"$output")" = '|云崮市人民政府2022年政府信息公开工作年度报告' ]
	[ "$(fact title.year <<<"$output" | cut -d'|' -f1)" = 2022 ]
}

@test "title, years, period, publisher and date, in every layout" {
	local layout

	for layout in $(layouts); do
		run records_of --layout="$layout" --seed=3 --year=2022
		[ "$(cut -f2,3,4 <<<"$output" | sort -u)" = $'2022\t云崮市人民政府\t2021' ]
		[ "$(fact title.year <<<"$output")" = \
			"2022|云崮市人民政府2022年度政府信息公开工作年度报告" ]
		[ "$(fact period.from <<<"$output" | cut -d'|' -f1)" = 20220101 ]
		[ "$(fact period.to <<<"$output" | cut -d'|' -f1)" = 20221231 ]
		[ "$(fact publisher.title <<<"$output")" = "|云崮市人民政府" ]
		[ "$layout" != glued ] || continue # one paragraph to the end
		[ "$(fact published.date <<<"$output" | cut -d'|' -f1)" = 20230121 ]
		[ "$(fact publisher.sign <<<"$output")" = "|云崮市人民政府" ]
	done
}

@test "a title in two lines" {
	printf '某市财政局\n2021年政府信息公开工作年度报告\n一、总体情况\n甲\n' >p.txt
	run "$table" --no-header p.txt
	[ "$(fact title.text <<<"$output")" = \
		"|某市财政局2021年政府信息公开工作年度报告" ]
	[ "$(cut -f2,3 <<<"$output" | sort -u)" = $'2021\t某市财政局' ]
}

@test "no year in the title: the period says it, or the date and the text" {
	run records_of --layout=cells --seed=3 --year=2022 --fault=noyear
	[ -z "$(fact title.year <<<"$output")" ]
	[ "$(cut -f2 <<<"$output" | sort -u)" = 2022 ]
	printf '%s\n' 某局政府信息公开工作年度报告 一、总体情况 \
		2021年，我局公开7条。2021年末又公开1条。 某局 2022年1月9日 >p.txt
	run "$table" --no-header p.txt
	[ "$(fact inferred.year <<<"$output")" = "2021|" ]
	[ "$(cut -f2 <<<"$output" | sort -u)" = 2021 ]
	printf '%s\n' 某局政府信息公开工作年度报告 一、总体情况 公开7条。 >p.txt
	run "$table" --no-header p.txt
	[ "$(cut -f2 <<<"$output" | sort -u)" = "" ]
}

@test "the year of the title is kept beside another one of the period" {
	run records_of --layout=tsv --seed=3 --year=2022 --fault=yearmismatch
	[ "$(fact title.year <<<"$output" | cut -d'|' -f1)" != \
		"$(fact period.year <<<"$output" | cut -d'|' -f1)" ]
	[ "$(fact period.year <<<"$output" | cut -d'|' -f1)" = 2022 ]
}

@test "a column lost throughout a table: its rows stay unread" {
	"$gen" --layout=pipe --form=2021 --seed=6 --truth=t | awk -F'|' -v OFS='|' \
		'/^\|/ && NF == 12 { for (i = 7; i < NF; i++) $i = $(i + 1); NF-- } 1' >r.md
	[ "$("$table" r.md | fact t3.cells)" = "0|" ]
	[ "$("$table" r.md | fact t4.cells)" = "15|" ]
}

@test "laws that are cited" {
	run records_of --layout=tsv --seed=3 --year=2022 --fault=order492
	[[ "$(fact law.order_492 <<<"$output")" == "1|"*492* ]]
	run records_of --layout=tsv --seed=3 --year=2022
	[ -z "$(fact law.order_492 <<<"$output")" ]
	[[ "$(fact law.order_711 <<<"$output")" == [1-9]*"|"*711* ]]
}

@test "a law is found in traditional characters" {
	printf '%s\n' 甲縣財政局2021年政府信息公開工作年度報告 '' \
		一、總體情況 '' '依據國務院令第711號編制。' >p.md
	[ "$("$table" p.md | fact law.order_711)" = "1|国务院令第711号" ]
}

@test "a law is cited by the number with what stands before it" {
	local text

	# cites TEXT KEY: what is said of the law that the text cites, or nothing
	cites() {
		printf '%s\n' 甲县财政局2021年政府信息公开工作年度报告 '' 一、总体情况 '' \
			"$1" >p.md
		"$table" p.md | fact "law.$2"
	}
	for text in 国务院令第711号 国务院711号令 国令第711号 国务院令711号 按711号令办 \
		'国务院令第 711 号' '国务院令第7 11号' 第1711号令; do
		[[ "$(cites "依据$text。" order_711)" == "1|"* ]] || { echo "$text"; false; }
	done
	for text in 国务院令第1711号 国务院令第11号 国务院令字711号 '711号'; do
		[ -z "$(cites "依据$text。" order_711)" ] || { echo "$text"; false; }
	done
	[[ "$(cites 依据国办公开办函〔2021〕30号。 notice_2021_30)" == "1|"* ]]
	[ -z "$(cites 依据国办公开办函〔2021〕第30号。 notice_2021_30)" ]
}

@test "sections: their order, what is missing, what is swapped" {
	run records_of --layout=para --seed=3 --year=2022
	[ "$(for i in 1 2 3 4 5 6; do fact s$i.order <<<"$output"; done |
		cut -d'|' -f1 | tr -d '\n')" = 123456 ]
	run records_of --layout=para --seed=3 --year=2022 --fault=order
	[ "$(fact s5.order <<<"$output" | cut -d'|' -f1)" = 6 ]
	[ "$(fact s6.order <<<"$output" | cut -d'|' -f1)" = 5 ]
	run records_of --layout=para --seed=3 --year=2022 --fault=nosection
	[ -z "$(fact s5.order <<<"$output")" ]
	[ "$(fact s6.order <<<"$output" | cut -d'|' -f1)" = 5 ]
}

@test "tables that are images, and none of their cells" {
	local layout

	for layout in $(layouts); do
		run records_of --layout="$layout" --seed=3 --year=2022 --fault=image
		[ -z "$(figures <<<"$output")" ]
		for t in t2 t3 t4; do
			[ "$(fact $t.cells <<<"$output")" = "0|" ]
			[ "$layout" != glued ] || continue
			[ "$(fact $t.images <<<"$output" | cut -d'|' -f1)" = 1 ]
		done
	done
}

@test "a bookmark is noted" {
	run records_of --layout=cells --seed=3 --year=2022 --fault=bookmark
	[[ "$(fact note.bookmark <<<"$output")" == "1|"* ]]
	run records_of --layout=cells --seed=3 --year=2022
	[ -z "$(fact note.bookmark <<<"$output")" ]
}

@test "the form is known by its labels, not by the year" {
	local layout

	for layout in $tables html docx; do
		report r.txt --layout="$layout" --seed=3 --year=2022 --fault=oldform
		true_cells r.txt
		[ "$("$table" --no-header r.txt | cut -f2,4 | sort -u)" = \
			$'2022\t2019' ]
	done
}

# --- forms -----------------------------------------------------------------

@test "--forms takes the labels from a folder" {
	mkdir forms
	sed 's/自然人/个人/' "$here/../lib/forms/report.tsv" >forms/a.tsv
	report r.txt --layout=tsv --seed=3 --form=2021
	sed 's/自然人/个人/' r.txt >c.txt
	diff <(LC_ALL=C sort r.txt.truth) <("$table" --forms forms c.txt | figures)
	diff <("$table" r.txt) <("$table" --forms "$here/../lib/forms" r.txt)
}

# bad_form SED-SCRIPT MESSAGE: a damaged file of forms, and what is said
bad_form() {
	mkdir -p forms
	sed "$1" "$here/../lib/forms/report.tsv" >forms/a.tsv
	run "$table" --forms forms r.txt
	[ "$status" -eq 2 ]
	[ "$output" = "gx-table: $2" ] || { echo "$1: $output"; false; }
}

@test "control characters are escaped, however many there are" {
	local n

	for n in 1 255 256 257 512 1024; do
		printf '<table><tr><td>a%s</td><td>b</td></tr></table>' \
		    "$(printf '&#1;%.0s' $(seq "$n"))" >control.html
		"$table" --grid control.html >out
		[ "$(grep -o '\\x01' out | wc -l)" -ge "$n" ]
		! grep -q $'\x01' out
	done
}

@test "a unit that wants an escape has it in each of reports that are alike" {
	local i

	mkdir forms r
	sed 's/\t件\t/\tone\\\\two\t/' "$here/../lib/forms/report.tsv" >forms/a.tsv
	for i in 1 2 3; do
		"$gen" --seed=$i --layout=tsv --form=2021 >r/$i.txt
	done
	"$table" --forms forms --jobs=1 r | awk -F'\t' '$9 ~ /one/ { print $1, $9 }' |
		sort | uniq -c >got
	[ "$(wc -l <got)" -eq 3 ]
	[ "$(grep -c ' one[\][\]two$' got)" -eq 3 ]
}

@test "a mistake in a form is named by file and line" {
	echo 一、总体情况 >r.txt
	local forms="$here/../lib/forms/report.tsv"

	bad_form '5s/.*/x/' 'forms/a.tsv:5: 1 fields, the header has 9'
	bad_form 1d \
		'forms/a.tsv:1: neither a header nor a record that is known here'
	bad_form '0,/\tsection\t/s//\tsetcion\t/' "forms/a.tsv:$(
		grep -n -m1 $'\tsection\t' "$forms" |
			cut -d: -f1): not a kind of line: \"setcion\""
	bad_form 's/\t2019-2020\t/\t20x9-\t/' "forms/a.tsv:$(
		grep -n -m1 $'\t2019-2020\t' "$forms" |
			cut -d: -f1): not a range of years: \"20x9-\""
	bad_form '0,/\tcount/s//\tcuont/' "forms/a.tsv:$(
		grep -n -m1 $'\tcount' "$forms" |
			cut -d: -f1): not a type (count, change, amount): \"cuont\""
}

@test "a folder without forms is refused" {
	echo 一、总体情况 >r.txt
	run "$table" --forms /nowhere r.txt
	[ "$status" -eq 2 ]
	[ "$output" = "gx-table: cannot read /nowhere: No such file or directory" ]
	mkdir empty
	run "$table" --forms empty r.txt
	[ "$status" -eq 2 ]
	[ "$output" = "gx-table: no *.tsv in empty" ]
}

# figures4 FILE: table 4, without document and line
figures4() {
	"$table" --no-header "$1" | cut -f5-8,12 | grep ^t4
}

@test "words beside or in the figures of table 4 do not cost the others" {
	"$gen" --form=2021 --layout=html --seed=5 >whole.html
	sed '/行政复议<.*行政诉讼</{s,<tr>,<tr><td rowspan="3">项目</td>,
		s,\(.*总计</p></td></tr><tr>\),\1<td>件数</td>,;}' whole.html >words.html
	[ "$(grep -c 件数\</td words.html)" -eq 1 ]
	diff <(figures4 whole.html) <(figures4 words.html)
	sed '/行政复议<.*行政诉讼</s,\(.*>[0-9]*\)\(</p></td></tr></tbody></table>\),\1①\2,' whole.html >note.html
	diff <(figures4 whole.html | sed '$s/[0-9]*\t$/\tunread/') <(figures4 note.html)
}

@test "Markdown with line ends in its cells, or with cells in bold type, gives the same cells" {
	report plain.md --seed=3 --layout=pipe
	sed -E '/^\|/s/[^]0-9 |().-]{3}/&<br>/g' plain.md >lines.md
	sed -E '/^\|/s/ ([^|]*[^| ]) / **\1** /g; s/\*\*---\*\*/---/g' plain.md >bold.md
	for f in lines bold; do
		cp plain.md.truth $f.md.truth
		grep -q '^| .*<br>\|^| \*' $f.md
		true_cells $f.md
	done
}

@test "Markdown with a backslash before each sign gives the same cells" {
	report plain.md --seed=3 --form=2021 --layout=pipe
	cp plain.md.truth signs.md.truth
	sed -E '/---/!{s/[].()*_%"[-]/\\&/g}' plain.md >signs.md
	grep -q '| 1\\\.' signs.md
	true_cells signs.md
	diff <("$table" plain.md | cut -f2-) <("$table" signs.md | cut -f2-)
}

@test "Markdown with entities gives the same cells" {
	report plain.md --seed=3 --form=2021 --layout=pipe
	cp plain.md.truth entities.md.truth
	sed -E '/^[|] [^-]/{s/ [|] / | \&nbsp;/g; s/“/\&#8220;/g; s/”/\&rdquo;/g}' plain.md >entities.md
	grep -q '| &nbsp;[0-9]' entities.md
	grep -q '&rdquo;' entities.md
	true_cells entities.md
	diff <("$table" plain.md | cut -f2-) <("$table" entities.md | cut -f2-)
}

# filled FILE: a cell that spans columns stands in each of them
filled() {
	awk -F' [|] ' -v OFS=' | ' '/^[|]/ && !/---/ {
		sub(/ [|]$/, "")
		$1 = substr($1, 3)
		for (i = 2; i <= NF; i++)
			if ($i == "" || $i == " ")
				$i = $(i - 1)
		$0 = "| " $0 " |"
	}
	{ print }' "$1"
}

@test "a cell that spans columns stands in each of them: every cell" {
	report plain.md --seed=3 --form=2021 --layout=pipe
	cp plain.md.truth filled.md.truth
	filled plain.md >filled.md
	grep -qE '^\| 行政许可 (\| 585 ){3}\|$' filled.md
	true_cells filled.md
	sed -E '/^\|[ -]+-/d; s/^[|] .*/<table><tr>&<\/table>/; s/<tr>[|] /<tr><td>/; s/ [|]<\/t/<\/t/
		s/ [|] /<td>/g' filled.md | sed -z 's,</table>\n<table>,\n,g' >html.md
	cp plain.md.truth html.md.truth
	true_cells html.md
}

@test "a cell that spans columns stands in each of them, others under its head: those that are sure" {
	cat >filled.md <<-'END'
		# 云崮市人民政府2019年政府信息公开工作年度报告
		## 二、主动公开政府信息情况
		|第二十条第（一）项|第二十条第（一）项|第二十条第（一）项|第二十条第（一）项|第二十条第（一）项|
		|---|---|---|---|---|
		|信息内容|对外公开总数量|本年新制作数量|本年新公开数量|本年新公开数量|
		|规章|9|1|2|2|
		|规范性文件|3|3|3|3|
		|第二十条第（五）项|第二十条第（五）项|第二十条第（五）项|第二十条第（五）项|第二十条第（五）项|
		|信息内容|上一年项目数量|本年增/减|本年增/减|处理决定数量|
		|行政许可|16|16|1|0|
		|其他对外管理服务事项|5|5|0|0|
		|第二十条第（六）项|第二十条第（六）项|第二十条第（六）项|第二十条第（六）项|第二十条第（六）项|
		|信息内容|上一年项目数量|本年增/减|本年增/减|处理决定数量|
		|行政处罚|6|6|6|7|
		|行政强制|1|2|3|4|
		|第二十条第（八）项|第二十条第（八）项|第二十条第（八）项|第二十条第（八）项|第二十条第（八）项|
		|信息内容|上一年项目数量|上一年项目数量|本年增/减|本年增/减|
		|行政事业性收费|12|12|3|3|
		|第二十条第（九）项|第二十条第（九）项|第二十条第（九）项|第二十条第（九）项|第二十条第（九）项|
		|信息内容|采购项目数量|采购项目数量|采购总金额|采购总金额|
		|政府集中采购|2|2|约1.32|约1.32|
	END
	"$table" --no-header filled.md | figures >out
	diff - out <<-'END'
		t2	fee	change	3
		t2	fee	prev_items	12
		t2	license	change	1
		t2	license	decisions	0
		t2	license	prev_items	16
		t2	normative	made	3
		t2	normative	public_total	3
		t2	normative	published	3
		t2	penalty	change	6
		t2	penalty	decisions	7
		t2	penalty	prev_items	6
		t2	procurement	projects	2
		t2	procurement	purchase_amount	
		t2	rules	made	1
		t2	rules	public_total	9
		t2	rules	published	2
	END
}

@test "figures that are equal are no copies where a column more stands beside them" {
	local caption='第二十条第（五）项'

	{
		echo '# 云崮市人民政府2019年政府信息公开工作年度报告'
		echo '## 二、主动公开政府信息情况'
		echo "|$caption|$caption|$caption|$caption|$caption|"
		echo '|---|---|---|---|---|'
		echo '|信息内容|上一年项目数量|本年增/减|处理决定数量||'
		echo '|行政许可|3|3|5||'
		echo '|其他对外管理服务事项|0|0|0|7|'
	} >heads.md
	diff - <("$table" --no-header heads.md | figures) <<-'END'
		t2	license	change	3
		t2	license	decisions	5
		t2	license	prev_items	3
	END
	# without heads both are possible, 3 3 5 and 3 5 and an empty cell
	sed /信息内容/d heads.md >no_heads.md
	[ "$("$table" --no-header no_heads.md | figures | grep license)" = "" ]
}

@test "what adds up only with equal figures as they are has no copies" {
	{
		echo '# 云崮市人民政府2021年政府信息公开工作年度报告'
		echo '## 三、收到和处理政府信息公开申请情况'
		printf '|本列的数据%.0s' {1..9}
		printf '|\n'
		printf '|---%.0s' {1..9}
		printf '|\n'
		echo '|一、本年新收政府信息公开申请数量|3|0|0|0|0|0|3||'
		echo '|二、上年结转政府信息公开申请数量|4|0|0|0|0|0|4|9|'
		echo '|四、结转下年度继续办理|5|0|0|0|0|0|0|5|'
	} >sums.md
	"$table" --no-header sums.md >cells
	diff - <(awk '$5 == "t3" && $8 != 0' FS='\t' OFS='\t' cells | cut -f6-8,12) <<-'END'
		new	natural	3	
		new	total	3	
		carried_in	natural	4	surplus
		carried_in	total	4	surplus
		carried_out	natural	5	
		carried_out	total	5	
	END
	[ "$(figures <cells | wc -l)" -eq 21 ]
	# 1 0 0 0 0 0 1 and 1 0 0 0 0 1 2 add up both
	sed -i 's/新收\(.*\)|3|0\(.*\)|3||/新收\1|1|0\2|1|2|/' sums.md
	grep -q '|1|0|0|0|0|0|1|2|' sums.md
	"$table" --no-header sums.md | figures >out
	[ "$(wc -l <out)" -eq 14 ]
	! grep new out
}

@test "a cell with a number that cannot be read is no gap in its row" {
	cat >gaps.md <<-'END'
		# 云崮市人民政府2019年政府信息公开工作年度报告
		## 二、主动公开政府信息情况
		|第二十条第（五）项|||||
		|信息内容|上一年项目数量|本年增/减||处理决定数量|
		|行政许可|10|增加约2|5|7|
		|其他对外管理服务事项|6||6|7|
		|第二十条第（九）项|||||
		|信息内容|采购项目数量||采购总金额||
		|政府集中采购|2||1.32元整|3|
	END
	"$table" --no-header gaps.md | figures >out
	diff - out <<-'END'
		t2	other_service	change	6
		t2	other_service	decisions	7
		t2	other_service	prev_items	6
	END
}

@test "lines that end in CR alone, or in CR LF, give the same cells" {
	local layout

	for layout in $tables $loose html; do
		"$gen" --seed=3 --form=2021 --layout="$layout" >plain.txt
		"$table" plain.txt | cut -f2- >right
		tr '\n' '\r' <plain.txt >mac.txt
		sed 's/$/\r/' plain.txt >dos.txt
		diff right <("$table" mac.txt | cut -f2-)
		diff right <("$table" dos.txt | cut -f2-)
	done
}

@test "Markdown with bold type in its headings and paragraphs says the same" {
	"$gen" --seed=3 --form=2021 --layout=pipe >plain.md
	sed -E '/^[|]/!{s/[0-9]+(件|条)/**&**/g; s/^(## )(.*)/\1**\2**/; s/^（.）.*情况$/**&**/}' plain.md >bold.md
	grep -q '^## \*\*一' bold.md
	diff <("$table" plain.md | cut -f2-) <("$table" bold.md | cut -f2-)
}

@test "a heading of a section without a blank line before it ends the last cell" {
	report r.txt --layout=cells --seed=3 --form=2021
	awk '/^$/ { blank = blank "\n"; next }
		!/^[三四五]、/ { printf "%s", blank }
		{ blank = ""; print }' r.txt >dense.txt
	grep -B1 '^四、' dense.txt | head -n 1 | grep -qx $'\t[0-9]*'
	cp r.txt.truth dense.txt.truth
	true_cells dense.txt
	[ "$("$table" dense.txt | fact s4.numeral)" = '4|四、政府信息公开行政复议、行政诉讼情况' ]
}

@test "title, publisher and date behind a colon above the text are taken" {
	report r.txt --layout=cells --seed=3 --form=2021
	sed -e '1s/^/标题：/' -e '3s/.*/发布机构：云崮市民政局\n发布时间：2022年1月10日/' r.txt |
		head -n -2 >meta.txt
	"$table" meta.txt >cells.tsv
	[ "$(fact publisher.title <cells.tsv)" = '|云崮市人民政府' ]
	[ "$(fact publisher.sign <cells.tsv)" = '|云崮市民政局' ]
	[[ "$(fact published.date <cells.tsv)" == '20220110|'* ]]
	# another word in front of the colon names no publisher
	sed 's/^发布机构/联系机构/' meta.txt >other.txt
	[ -z "$("$table" other.txt | fact publisher.sign)" ]
}

@test "without signature and date there are no facts of them" {
	report r.txt --layout=cells --seed=3 --form=2021
	[ "$("$table" r.txt | fact publisher.sign)" = '|云崮市人民政府' ]
	[[ "$("$table" r.txt | fact published.date)" == '20220121|'* ]]
	for lines in 1 2; do # without the date, without the name above it, too
		sed '3d' r.txt | head -n -$lines >unsigned.txt
		"$table" unsigned.txt >cells.tsv
		[ -z "$(fact publisher.sign <cells.tsv)" ]
		[ -z "$(fact published.date <cells.tsv)" ]
		[ "$(figures <cells.tsv)" = "$(LC_ALL=C sort r.txt.truth)" ]
	done
}

# appendix: a report with the statistics appendix of before 2019
appendix() {
	printf '%s\n\n' 青屿市民政局2017年政府信息公开工作年度报告 2017年共主动公开政府信息30条。 附：政府信息公开情况统计表
	printf '%s\t%s\t%s\n' 指标名称 计量单位 统计数 一、主动公开情况 —— '' \
		（一）主动公开政府信息数 条 30 1.政府公报公开政府信息数 条 12 \
		二、依申请公开情况 —— '' （一）收到申请数 件 4 1.当面申请数 件 5
}

@test "the appendix of before 2019 is a form of its own, its cells are for --grid" {
	appendix >old.txt
	"$table" --no-header old.txt >cells.tsv
	[ "$(cut -f4 cells.tsv | sort -u)" = legacy ]
	[ "$(cut -f5 cells.tsv | sort -u)" = doc ]
	"$table" --grid old.txt >grid.tsv
	[ "$(cell g1.r3.c3 <grid.tsv)" = '30||30|' ]
	[ "$(cell g1.r7.c1 <grid.tsv)" = '||1.当面申请数|' ]
	# no rule on figures or sections holds it to the later forms
	run -0 "$check" --no-header old.txt
	[ -z "$output" ]
	# two of its words are not enough
	appendix | grep -v '公报\|收到\|当面' >few.txt
	[ "$("$table" --no-header few.txt | cut -f4 | sort -u)" != legacy ]
}

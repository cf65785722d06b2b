#!/usr/bin/env bats
# gx-sum: exact totals of records, by groups.

load lib.bash

setup() {
	programs
	head="doc\tyear\torg\tform\ttable\trow\tcol\tvalue\tunit\traw\tline\tflag"
}

# cell DOC ROW COL VALUE [UNIT [TABLE [YEAR]]]: one cell record
cell() {
	printf '%s\t%s\t测试局\t2021\t%s\t%s\t%s\t%s\t%s\t%s\t7\t\n' "$1" \
		"${7-2023}" "${6:-t3}" "$2" "$3" "$4" "$5" "$4"
}

cells() {
	printf "$head\n"
	cell a.txt new natural 3
	cell a.txt new total 3
	cell b.txt new natural 0
	cell b.txt new total ''
	cell c.txt new natural 4
	cell c.txt new total 4
}

# the lines behind the header
body() { sed 1d; }

@test "cells are added up by year, form, table, row, column and unit" {
	cells >cells.tsv
	run "$sum" cells.tsv
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = $'year\tform\ttable\trow\tcol\tunit\tcount\tblank\tsum' ]
	[ "${lines[1]}" = $'2023\t2021\tt3\tnew\tnatural\t\t3\t0\t7' ]
	[ "${lines[2]}" = $'2023\t2021\tt3\tnew\ttotal\t\t2\t1\t7' ]
	[ "${#lines[@]}" -eq 3 ]
}

@test "sums of decimals are exact" {
	run "$sum" -g '' -s sum:n,mean:n <<<$'k\tn\na\t107.68\na\t0.01'
	[ "${lines[1]}" = $'107.69\t53.845' ]
	{ printf 'k\tn\n'; yes $'a\t0.1' | head -n 10; } >tenths
	run "$sum" -g k -s sum:n tenths
	[ "${lines[1]}" = $'a\t1' ]
}

@test "the order of the records does not change a sum" {
	{ for i in 1 2 3; do
		echo 999999999999999999 -999999999999999999 0.000000000001 7.5 -0.25
	done; } | tr ' ' '\n' | sed 's/^/a\t/' >numbers
	{ printf 'k\tn\n'; cat numbers; } | "$sum" -g k -s sum:n,mean:n >one
	for seed in 1 2 3 4; do
		{ printf 'k\tn\n'
		  shuf --random-source=<(yes $seed) numbers; } |
			"$sum" -g k -s sum:n,mean:n >other
		cmp one other
	done
	[ "$(body <one)" = $'a\t21.750000000003\t1.45' ]
}

@test "a blank is not a zero" {
	printf 'k\tvalue\na\t0\na\t\nb\t\n' >r
	run "$sum" -g k r
	[ "$status" -eq 0 ]
	[ "${lines[1]}" = $'a\t1\t1\t0' ]
	[ "${lines[2]}" = $'b\t0\t1\t' ]
}

@test "each statistic, of value and of a named column" {
	printf 'k\tvalue\tn\ttext\nx\t1\t10\ta\nx\t-2.5\t\tb\nx\t\t9\ta\nx\t4\t\t\n' >r
	run "$sum" -g k \
		-s sum,count,blank,min,max,mean,distinct,records r
	[ "${lines[0]}" = $'k\tsum\tcount\tblank\tmin\tmax\tmean\tdistinct\trecords' ]
	[ "${lines[1]}" = $'x\t2.5\t3\t1\t-2.5\t4\t0.833333\t3\t4' ]
	run "$sum" -g k -s sum:n,count:n,blank:n,min:n,max:n,mean:n,distinct:text r
	[ "${lines[0]}" = \
		$'k\tsum_n\tcount_n\tblank_n\tmin_n\tmax_n\tmean_n\tdistinct_text' ]
	[ "${lines[1]}" = $'x\t19\t2\t2\t9\t10\t9.5\t2' ]
}

@test "records without a value column are counted" {
	printf 'doc\trule\na\tr1\nb\tr2\nc\tr1\n' >findings
	run "$sum" -g rule findings
	[ "$status" -eq 0 ]
	[ "$output" = $'rule\tcount\nr1\t2\nr2\t1' ]
}

@test "groups stand in the order in which they first appear" {
	run "$sum" -g k <<<$'k\tv\nz\t1\na\t1\nz\t1\nm\t1'
	[ "$output" = $'k\tcount\nz\t2\na\t1\nm\t1' ]
}

@test "different cells in one group are refused, and added up on request" {
	cells >cells.tsv
	run --separate-stderr "$sum" -g year -s sum,count cells.tsv
	[ "$status" -eq 2 ]
	[ "${lines[1]}" = $'2023\t\t5' ]
	[ "$stderr" = "gx-sum: group year=2023 would add t3.new.natural and \
t3.new.total, … (groups like that: 1); add table,row,col,unit to -g, or --mixed" ]
	run "$sum" -g year -s sum --mixed cells.tsv
	[ "$status" -eq 0 ]
	[ "${lines[1]}" = $'2023\t14' ]
	run "$sum" -g year -s count,blank,distinct:doc cells.tsv
	[ "$status" -eq 0 ]
}

@test "two units of one cell are different cells" {
	{ printf "$head\n"; cell a fee fee_amount 1 元; cell b fee fee_amount 1 万元; } >c
	run "$sum" -g year,table,row,col c
	[ "$status" -eq 2 ]
	run "$sum" c
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 3 ]
}

@test "facts about documents are left out, or counted with --facts" {
	{ cells; cell a.txt t3 cells 175 '' doc; } >c
	[ "$("$sum" -g doc,table -s records c | grep -c doc)" -eq 1 ]
	"$sum" --facts -g table -s records c | grep -qx $'doc\t1'
}

@test "an unknown column ends the run with the header" {
	cells >cells.tsv
	run --separate-stderr "$sum" -g yaer cells.tsv
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[[ $stderr == *'no column "yaer"; there are doc, year, org'* ]]
	run --separate-stderr "$sum" -s sum:x cells.tsv
	[ "$status" -eq 2 ]
	[[ $stderr == *'no column "x"'* ]]
	run --separate-stderr "$sum" <<<$'a\tb\n1\t2'
	[ "$status" -eq 2 ]
	[[ $stderr == *'with -g which columns to group by; there are a, b'* ]]
}

@test "a later input without the column is passed over, the rest is done" {
	printf 'k\tn\na\t1\n' >one
	printf 'q\tn\na\t1\n' >two
	run --separate-stderr "$sum" -g k -s sum:n one two one
	[ "$status" -eq 2 ]
	[ "$output" = $'k\tsum_n\na\t2' ]
	[[ $stderr == *'two: no column "k"'* ]]
}

@test "a ragged record is named by file and line" {
	{ cells; echo $'x\ty'; cell d new natural 1; } >c
	run --separate-stderr "$sum" c
	[ "$status" -eq 2 ]
	[ "$stderr" = "gx-sum: c:8: 2 fields, the header has 12" ]
	[ "${lines[1]}" = $'2023\t2021\tt3\tnew\tnatural\t\t4\t0\t8' ]
}

@test "a text among the numbers is named and not added" {
	printf 'k\tn\na\t1\na\t1,000\na\t2\n' >r
	run --separate-stderr "$sum" -g k -s sum:n,count:n r
	[ "$status" -eq 2 ]
	[ "$stderr" = 'gx-sum: r:3: n is not a number and is not added: "1,000"' ]
	[ "${lines[1]}" = $'a\t3\t2' ]
}

@test "cells without a header, as after grep, are known" {
	cells >cells.tsv
	run "$sum" <<<"$(grep natural cells.tsv)"
	[ "$status" -eq 0 ]
	[ "${lines[1]}" = $'2023\t2021\tt3\tnew\tnatural\t\t3\t0\t7' ]
}

@test "--columns names the columns of a table without a header" {
	printf 'a\t1\nb\t2\na\t4\n' >r
	run "$sum" --columns=k,n -g k -s sum:n r
	[ "$output" = $'k\tsum_n\na\t5\nb\t2' ]
	# the same names as a line are a header, those of a known kind another one
	{ printf 'k\tn\n'; cat r; } >s
	run "$sum" --columns=k,n -g k -s sum:n r s
	[ "$output" = $'k\tsum_n\na\t10\nb\t4' ]
	run --separate-stderr bash -c "cells() { printf '$head\n'; }; (cat r; cells) | '$sum' --columns=k,n -g k -s sum:n"
	[ "$output" = $'k\tsum_n\na\t5\nb\t2' ]
	[[ $stderr == 'gx-sum: -: no column "k"; '* ]]
	# those of a known kind are that kind
	cells | cut -f1-12 | sed 1d >r
	[ "$("$sum" --columns="$(printf "$head" | tr '\t' ,)" r)" = "$(cells | "$sum")" ]
	# one column, and lines that do not fit
	run --separate-stderr "$sum" --columns=k -g k r
	[ "$status" -eq 2 ]
	[ "${stderr_lines[0]}" = 'gx-sum: r:1: 12 fields, the header has 1' ]
	run "$sum" --columns=k -g k <<<$'a\na'
	[ "$output" = $'k\tcount\na\t2' ]
	# so is a first line that cannot be read
	run --separate-stderr bash -c "printf '\xff\t1\na\t2\n' | '$sum' --columns=k,n -g k -s sum:n"
	[ "$status" -eq 2 ]
	[ "$output" = $'k\tsum_n\na\t2' ]
	[ "$stderr" = 'gx-sum: -:1: not valid UTF-8' ]
	# a name that is missing, stands twice, or would make the output no UTF-8
	for names in k, k,,n k,n,k $'\xff'; do
		run "$sum" --columns=$names -g k r
		[ "$status" -eq 2 ]
		[[ $output == 'gx-sum: --columns: '* ]]
	done
}

@test "a large table without a header adds up alike for any number of threads" {
	seq 1500000 | awk -v OFS='\t' '{ print $1 % 3, $1 }' >large
	for jobs in 1 3; do
		run "$sum" -j $jobs --columns=k,n -g k -s count:n,sum:n large
		[ "$output" = $'k\tcount_n\tsum_n\n1\t500000\t374999750000\n2\t500000\t375000250000\n0\t500000\t375000750000' ]
	done
}

@test "--null says what stands for nothing" {
	printf 'k\tn\na\t1\n\\N\t\\N\nb\t\\\\N\nb\t-\n\\N\t5\n' >r
	run --separate-stderr "$sum" --null='\N' -g k -s sum:n,blank:n r
	[ "$output" = $'k\tsum_n\tblank_n\na\t1\t0\n\t5\t1\nb\t\t0' ]
	# as it stands: an escaped backslash and N are a text
	[ "${stderr_lines[0]}" = 'gx-sum: r:4: n is not a number and is not added: "\N"' ]
	[ "${stderr_lines[1]}" = 'gx-sum: r:5: n is not a number and is not added: "-"' ]
	{ printf 'k\tn\n'; seq 1500000 | awk -v OFS='\t' '{ print $1 % 2, $1 % 3 ? $1 : "NULL" }'; } >large
	for jobs in 1 3; do
		run "$sum" -j $jobs --records --null=NULL -g k -s count:n,blank:n large
		[ "$output" = $'k\tcount_n\tblank_n\n1\t500000\t250000\n0\t500000\t250000' ]
		run "$sum" -j $jobs --records --null=0 -g k -s count:k,blank:k large
		[ "$output" = $'k\tcount_k\tblank_k\n1\t750000\t0\n\t0\t750000' ]
	done
}

@test "two files behind one another count as one stream" {
	cells >cells.tsv
	cat cells.tsv cells.tsv | "$sum" >piped
	"$sum" cells.tsv cells.tsv >given
	cmp piped given
	grep -q $'natural\t\t6\t0\t14' piped
}

@test "a header without records gives a header" {
	printf "$head\n" >c
	run "$sum" c
	[ "$status" -eq 0 ]
	[ "$output" = $'year\tform\ttable\trow\tcol\tunit\tcount\tblank\tsum' ]
	run "$sum" --no-header c
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}

@test "two output columns of one name are refused" {
	run "$sum" -g count -s count <<<$'count\tx\n1\t2'
	[ "$status" -eq 2 ]
	[[ $output == *'two columns "count"'* ]]
	run "$sum" -g k -s sum:n,sum:n <<<$'k\tn\n1\t2'
	[ "$status" -eq 2 ]
}

@test "a statistic that does not exist is named with those that do" {
	run "$sum" -g k -s median <<<$'k\tn\n1\t2'
	[ "$status" -eq 2 ]
	[[ $output == *'no statistic "median"; there are sum, count'* ]]
}

@test "--records reads a text of one column as records" {
	run "$sum" --records -g name -s count <<<$'name\nx\ny\nx'
	[ "$status" -eq 0 ]
	[ "$output" = $'name\tcount\nx\t2\ny\t1' ]
}

@test "--records reads nothing as a report, also what cannot be records" {
	"$B/tests/gen" --seed=3 --layout=docx >a.docx
	fields=$(printf 'x%d\t' {1..511})
	printf '%stable\n' "$fields" >wide.tsv
	printf '%s\n' "${fields%?}" >fits.tsv
	run -2 "$sum" --records -g table,row,col,unit a.docx
	[ "$output" = 'gx-sum: a.docx: not a text of records' ]
	run -2 "$sum" --records -g table -s count wide.tsv
	[ "$output" = 'gx-sum: wide.tsv:1: more than 511 fields' ]
	run -0 "$sum" --records -g x511 -s count fits.tsv
	[ "$output" = $'x511\tcount' ]
}

@test "a table that is too large to be a document: the message names --records, and it works" {
	{ echo $'name\tn'; seq 1000 | sed 's/.*/a&\t&/'; } >big.tsv
	for zh in C.UTF-8 zh_CN.UTF-8; do
		way='; --records reads tables of any size'
		[ $zh = C.UTF-8 ] || way='；--records 可读取任意大小的表格'
		LC_ALL=$zh run -2 "$sum" --max-document=1K -g n -s count big.tsv
		[[ "${lines[0]}" == *"big.tsv"*"1024"*"--max-document"*"$way" ]]
		LC_ALL=$zh run -2 "$sum" --max-document=1K --form big.tsv
		[[ "${lines[0]}" == *"--max-document"* && "${lines[0]}" != *--records* ]]
	done
	[ "$("$sum" --max-document=1K --records -g name -s sum:n big.tsv | wc -l)" -eq 1001 ]
	# a report has no such way
	{ echo '某某机构政府信息公开工作年度报告'; cat big.tsv; } >long.txt
	run -2 "$sum" --max-document=1K long.txt
	[[ "${lines[0]}" == *"--max-document"* && "${lines[0]}" != *--records* ]]
}

@test "a text with TABs that begins with a sentence is no table of records" {
	run "$sum" -g 甲 <<<$'各单位，请报送：\t甲\n1\t2'
	[ "$status" -eq 2 ]
	[[ $output == *'read as a report'* ]]
}

@test "records in an archive are added up like files" {
	cells >cells.tsv
	printf 'k\tn\nx\t1\n' >k.tsv
	tar czf all.tar.gz cells.tsv
	"$sum" all.tar.gz >packed
	"$sum" cells.tsv >plain
	cmp packed plain
	tar czf k.tar.gz k.tsv
	[ "$("$sum" -g k -s sum:n k.tar.gz k.tsv | body)" = $'x\t2' ]
}

@test "a full disk is trouble" {
	cells >cells.tsv
	run "$sum" -o /dev/full cells.tsv
	[ "$status" -eq 2 ]
}

# merge_equals OPTIONS...: --merge of the parts p.* is one run over all of r
merge_equals() {
	local f
	"$sum" "$@" r >whole 2>/dev/null || true
	for f in p.*; do "$sum" "$@" --partial "$f" >"part.$f"; done
	"$sum" --merge part.p.* >merged 2>/dev/null || true
	cmp whole merged
	cat part.p.* | "$sum" --merge >merged 2>/dev/null || true
	cmp whole merged
	"$sum" --merge --partial part.p.* >again
	"$sum" --partial "$@" r >state
	cmp state again
	rm -f part.*
}

# cut_records LINES: r into p.0000..., each with the header
cut_records() {
	rm -f p.*
	body <r | split -a 4 -l "$1" - p.
	for f in p.*; do { sed -n 1p r; cat "$f"; } >t && mv t "$f"; done
}

@test "partial totals of any cut merge to the bytes of one run" {
	{ printf "$head\n"
	  for d in a b c d e f g; do
		cell $d.txt new natural 0.1
		cell $d.txt new total 7
		cell "$d"'\t.txt' carried_in total ''
		cell x.txt fee fee_amount -1.5 元
	  done; } >r
	for n in 1 2 3 5 11 100; do
		cut_records $n
		merge_equals
		merge_equals -g year -s sum,min,max,mean,count,records
		merge_equals -g row,col,table,unit \
			-s distinct:doc,mean,distinct,min,max,sum:line
		merge_equals -g '' --mixed -s sum,mean,blank:flag
	done
}

@test "partial totals without a group say nothing but the header" {
	printf "$head\n" >r
	cp r p.1
	merge_equals
}

@test "partial totals can be merged in levels" {
	printf 'k\tn\ta\n' >h
	for i in 1 2 3 4; do { cat h; printf 'k%s\t%s.5\tt%s\nk\t1\ty\n' $((i % 2)) $i $i; } >f$i; done
	for i in 1 2 3 4; do "$sum" -g k -s sum:n,distinct:a --partial f$i >p$i; done
	"$sum" --merge --partial p1 p2 >p12
	"$sum" --merge --partial p3 p4 >p34
	"$sum" --merge p12 p34 >merged
	"$sum" -g k -s sum:n,distinct:a f1 f2 f3 f4 >whole
	cmp merged whole
}

@test "partial totals of other columns are not merged" {
	printf 'k\tn\na\t1\n' >r
	"$sum" -g k -s sum:n --partial r >p1
	"$sum" -g k -s mean:n --partial r >p2
	run --separate-stderr "$sum" --merge p1 p2
	[ "$status" -eq 2 ]
	[ "$output" = $'k\tsum_n\na\t1' ]
	[[ $stderr == *'p2:1: other columns than in the first input'* ]]
	run "$sum" --merge r
	[ "$status" -eq 2 ]
	[[ $output == *'r: '* ]]
}

@test "partial totals with another number of columns behind others are told once" {
	{ printf 'k\tl\tn\n'; seq 300 | sed 's/.*/a&\tb&\t1/'; } >r
	"$sum" -g k -s sum:n --partial r >p1
	"$sum" -g k,l -s sum:n --partial r >p2
	run --separate-stderr bash -c "cat p1 p2 | '$sum' --merge"
	[ "$status" -eq 2 ]
	[ "$output" = "$("$sum" -g k -s sum:n r)" ]
	[ "$stderr" = 'gx-sum: -:302: other columns than in the first input: passed over from here on' ]
	{ cat p1; echo lost; sed 1d p1; } >p3
	run --separate-stderr "$sum" --merge p3
	[ "$stderr" = 'gx-sum: p3:302: 1 fields, the header has 8' ]
	[ "${lines[300]}" = $'a300\t2' ]
}

# backslashes N: records with a text of so many bytes
backslashes() {
	printf 'k\tn\ta\nA\t1\t'
	head -c "$1" /dev/zero | tr '\0' '\\'
	printf '\nB\t2\tx\n'
}

@test "partial totals that could not be read again are told and not written" {
	backslashes 9000000 >r
	run --separate-stderr bash -c "'$sum' -g k -s sum:n,distinct:a --partial r >p"
	[ "$status" -eq 2 ]
	[ "$stderr" = "gx-sum: group k=A is not written: a line of it would be \
longer than 16777216 bytes" ]
	[ "$("$sum" --merge p | body)" = $'B\t2\t1' ]
	# nor are its other lines, which would pass for all of it
	{ for n in 3000000 3000001 3000002; do backslashes $n | head -n 2 | tail -n 1; done
	backslashes 9000000 | tail -n 2; } | sed $'1i\\\nk\tn\ta' >r
	run --separate-stderr bash -c "'$sum' -g k -s sum:n,distinct:a --partial r >p"
	[ "$status" -eq 2 ]
	[ "${#stderr_lines[@]}" -eq 1 ]
	[ "$("$sum" --merge p | body)" = $'B\t2\t1' ]
	backslashes 8000000 >r
	"$sum" -g k -s sum:n,distinct:a --partial r >p
	[ "$("$sum" --merge p | body)" = $'A\t1\t1\nB\t2\t1' ]
}

@test "a damaged partial record is named and passed over" {
	printf 'k\tn\na\t1\n' >r
	"$sum" -g k -s sum:n --partial r >p1
	{ cat p1; printf '\t1\ta\t1\t0\tx\t1\t1\n'; } >p2
	run --separate-stderr "$sum" --merge p2
	[ "$status" -eq 2 ]
	[ "$output" = $'k\tsum_n\na\t1' ]
	[[ $stderr == *'p2:3: not a record'* ]]
}

@test "a sum out of range is left empty" {
	printf 'gx-sum-partial-1\tstats:sum:n\tby:k\tcount:n\tblank:n\tsum:n\tmin:n\tmax:n\n' >p
	for i in 1 2; do
		printf '\t1\ta\t1\t0\t60000000000000000000000000\t1\t1\n'
	done >>p
	run --separate-stderr "$sum" --merge p
	[ "$status" -eq 2 ]
	[ "$output" = $'k\tsum_n\na\t' ]
	[[ $stderr == *'group k=a is too large'* ]]
}

@test "options that exclude each other are refused with the reason" {
	for o in '--form --partial' '--form --merge' '--form -g year' \
		'--form -s sum' '--merge -g year' '--merge -s sum' \
		'--partial --no-header' '--form --records' \
		'--form --columns=k' '--form --null=-' '--merge --columns=k' '--merge --null=-'; do
		run "$sum" $o /dev/null
		[ "$status" -eq 2 ]
		[[ $output == *'exclude each other: '* ]]
	done
}

@test "partial totals are no report and no table of figures" {
	cells >c
	"$sum" --partial c >p
	for o in '' '--form' '-g by:year' '-g by:year -s count --partial'; do
		# shellcheck disable=SC2086
		run -2 "$sum" $o p
		[[ $output == "gx-sum: p: an output of gx-sum --partial: only --merge takes it"* ]]
	done
	for program in split table check; do
		run -2 --separate-stderr "$B/gx-$program" p
		[ "${#lines[@]}" -eq 1 ]
		[ "$stderr" = "gx-$program: p: records of kind partial: not taken here" ]
	done
	run -0 "$sum" --records -g by:year -s count p
}

@test "--form prints the labels of the form with the totals" {
	{ cells; cell a.txt review upheld 2 '' t4; } >c
	run "$sum" --form c
	[ "$status" -eq 0 ]
	[[ $output == *'# 2023年政府信息公开工作年度报告汇总'* ]]
	[[ $output == *'year 2023, form 2021, reports: 3; with figures in the tables: 3'* ]]
	grep -qE '^\| 一、本年新收政府信息公开申请数量 +\| +7 \|( +\|){5} +7 \|$' <<<"$output"
	grep -qE '^\| 二、上年结转政府信息公开申请数量 +\|( +\|){7}$' <<<"$output"
	grep -qE '^\| 2 +\|( +\|){14}$' <<<"$output"
	grep -qE '^\| （三）不予公开 +\|$' <<<"$output"
}

@test "--form names the reports that are not in the totals, with the reason" {
	{ cells; cell d.txt t3 images 2 '' doc; cell b.txt new total 9
	  cell e.txt new moon 9; } >c
	run "$sum" --form c
	[[ $output == *'- b.txt: t2: no cell; t3: 1 of 175 cells have a number, 1 blank; t3: 1 cells twice, the first counts; t4: no cell'* ]]
	[[ $output == *'- d.txt: no table has a cell (images there: 2)'* ]]
	[[ $output == *'- e.txt: '*'t3: 1 cells that the form does not have'* ]]
}

@test "--form lists a report without tables under the form of its year" {
	{ cells; cell d.txt t4 images 1 '' doc | sed 's/\t2021\t/\t\t/'; } >c
	run "$sum" --form c
	[[ $output == *'form 2021, reports: 4; with figures in the tables: 3'* ]]
	[[ $output == *'- d.txt: no table has a cell (images there: 1)'* ]]
}

@test "--form does not mind documents whose records are apart" {
	cells >c
	{ sed -n 1p c; body <c | sort -t$'\t' -k7,7; } >sorted
	"$sum" --form c >one
	"$sum" --form sorted >other
	diff <(grep '^|' one) <(grep '^|' other)
}

@test "--form never adds different units" {
	{ printf "$head\n"
	  cell a fee fee_amount 107.68 万元 t2
	  cell b fee fee_amount 251000 元 t2
	  cell c fee fee_amount 0.02 '' t2
	  cell d fee fee_amount 0 百元 t2
	  cell a license decisions 3 件 t2
	  cell b license decisions 4 '' t2
	  cell c license decisions 5 项 t2; } >c
	run "$sum" --form c
	grep -qF ' 107.7 + 251000元 |' <<<"$output"
	grep -qE '^\| 行政许可 +\| +12 \|$' <<<"$output"
}

@test "a bar in a unit ends no cell of --form" {
	{ printf "$head\n"
	  cell a fee fee_amount 1 '万|元' t2
	  cell b fee fee_amount 2 '|' t2; } >c
	run "$sum" --form c
	grep -qE '^\| [^|]+ \| +1万\\\|元 \+ 2\\\| \|$' <<<"$output"
	"${sum%sum}split" <(printf '%s\n' "$output") | grep -q $'\t1万|元 + 2|$'
}

@test "--form tells once that not even the header can be read" {
	{ printf "${head}x"; head -c 3000000 /dev/zero; } | gzip -1 >cells.gz
	head -c $(($(stat -c %s cells.gz) - 2000)) cells.gz >cut.gz
	run --separate-stderr "$sum" --form cut.gz
	[ "$status" -eq 2 ]
	[ "$stderr" = 'gx-sum: cut.gz: damaged or cut off: the gzip data ends too early' ]
}

@test "--form gives each year its own tables" {
	{ cells; cell a.txt new total 8 '' t3 2022; } >c
	run "$sum" --form c
	[ "$(grep -c '^# 20' <<<"$output")" -eq 2 ]
}

@test "--pretty: columns line up, Chinese text takes two places, numbers stand at the right" {
	printf 'town\tsince\tcost\n某某县\t2019\t107.68\n\t2020\t\nA\\tB\t2021\t-3\n' >r
	run -0 --separate-stderr "$sum" --records -g town,since -s sum:cost,count:cost --pretty r
	[ -z "$stderr" ]
	diff - <(echo "$output") <<-END
	town    since  sum_cost  count_cost
	------  -----  --------  ----------
	某某县   2019    107.68           1
	         2020                     0
	A\tB     2021        -3           1
	END
	"$sum" --records -g town,since -s sum:cost,count:cost --pretty --no-header -o out r
	diff - out <<-END
	某某县  2019  107.68  1
	        2020          0
	A\tB    2021      -3  1
	END
	# a partial sum shows the same columns
	"$sum" --records -g town,since -s sum:cost,count:cost --partial r >p
	diff <(echo "$output") <("$sum" --merge --pretty p)
}

@test "--pretty: marks on top of letters take no place" {
	printf 'k\tn\ne\xcc\x81\xe0\xbd\x80\xe0\xbd\xb4\xe3\x82\x8b\xe3\x82\x99\t1\nab\t2\n' >r
	"$sum" --records -g k -s sum:n --pretty --no-header r >out
	diff - out <<-END
	$(printf 'e\xcc\x81\xe0\xbd\x80\xe0\xbd\xb4\xe3\x82\x8b\xe3\x82\x99')  1
	ab    2
	END
}

@test "--pretty is what is printed only when it is asked for, and refuses what has its own layout" {
	local o

	printf 'k\tn\na\t1\n' >r
	[ "$("$sum" -g k -s sum:n r)" = $'k\tsum_n\na\t1' ]
	for o in --form --partial; do
		run -2 "$sum" --pretty $o /dev/null
		[[ "$output" == "gx-sum: $o and --pretty exclude each other: "* ]]
		[ "${#lines[@]}" -eq 1 ]
	done
	# no record, no input, a sum that means nothing
	diff <(printf 'k  sum_n\n-  -----\n') <(head -n 1 r | "$sum" --records -g k -s sum:n --pretty)
	[ -z "$("$sum" --pretty </dev/null)" ]
	cells >c
	run -2 --separate-stderr "$sum" -g year --pretty c
	[[ "$stderr" == *'add table,row,col,unit to -g, or --mixed' ]]
	[ "${#stderr_lines[@]}" -eq 1 ]
	[[ "${lines[0]}" =~ ^year\ +count\ +blank\ +sum$ ]]
}

@test "--pretty: one long field does not fill every line with blanks" {
	{ printf 'k\tn\n%0200000d\t1\n' 0; seq 1000 | sed 's/$/\t2/'; } >r
	"$sum" --records -g k -s sum:n --pretty r >out
	[ "$(wc -L <out)" -eq 200007 ]
	[ "$(wc -l <out)" -eq 1003 ]
	[ "$(wc -c <out)" -lt 400000 ]
	grep -qE '^ +1000 +2$' out
}

@test "--pretty keeps no record: many groups take no more memory" {
	need python3
	{ printf 'k\tn\n'; seq -f '某某县第%.0f号' 100000 | sed 's/$/\t2/'; } >r
	"$sum" --records -g k -s sum:n --pretty r >out
	[ "$(wc -l <out)" -eq 100002 ]
	[ "$(tail -n 1 out)" = '某某县第100000号      2' ]
	! is_sanitized || skip "the sanitizer keeps freed memory"
	[ "$(peak "$sum" --records -g k -s sum:n --pretty r)" -le \
		"$(($(peak "$sum" --records -g k -s sum:n r) + 1))" ]
}

@test "a fact is left out however the name of its table is written" {
	{ printf "$head\n"
	  for table in t1 t1 'd\x6Fc' 'd\x6Fc' t1; do
		cell a new total 1 '' "$table"
	  done; } >c
	run "$sum" -g row,col --mixed -s sum c
	[ "$output" = $'row\tcol\tsum\nnew\ttotal\t3' ]
}

@test "a header in the middle orders the columns anew, with CR LF too" {
	for end in '' '\r'; do
		{ printf "$head\n"
		  cell a new total 1
		  cell b new total 2
		  printf 'doc\tyear\torg\tform\ttable\trow\tcol\tline\tunit\traw\tvalue\tflag'"$end\n"
		  for doc in c d; do
			printf '%s\t2023\t测试局\t2021\tt3\tnew\ttotal\t7\t\t40\t40\t'"$end\n" $doc
		  done; } >c
		run "$sum" -g '' --mixed -s sum c
		[ "$output" = $'sum\n83' ]
	done
}

# many: cells of many documents in the same order, and among them all sorts of
# lines that are not quite as the one before lets expect
many() {
	{ printf "$head\n"
	  for doc in {1..60}; do
		for row in new done left; do
			for col in natural company total; do
				cell d$doc $row $col $((doc % 7)) "${1-}" t$((doc % 2))
			done
		done
	  done; } | awk -F'\t' -v OFS='\t' -v head="$head" '
		NR > 1 && NR % 29 == 0 { $8 = "" }
		NR % 31 == 0 { $8 = "-1.25" }
		NR % 37 == 0 { $8 = "123456789012" }
		NR % 41 == 0 { $8 = "12x" }
		NR % 43 == 0 { $7 = $7 "\\x41" }
		NR % 47 == 0 { $1 = "doc" }
		NR % 53 == 0 { $12 = "doc" }
		NR % 59 == 0 { $5 = "doc" }
		NR % 61 == 0 { $10 = "１２件" }
		NR % 67 == 0 { $10 = "\xef\xbc" }
		NR % 71 == 0 { $12 = "\r" }
		NR % 73 == 0 { $9 = "件" }
		NR % 79 == 0 { $11 = $11 "\t" }
		NR % 83 == 0 { $4 = "2019" }
		NR % 89 == 0 { $10 = sprintf("%70s", "x") }
		NR % 97 == 0 { print head; print "" }
		{ print }' >many.tsv
}

# guessed OPTIONS: as when texts are counted, for which each record is taken apart
guessed() {
	"$sum" "$@" -s sum,min,max,count,blank,records many.tsv \
		>one 2>one.err || true
	"$sum" "$@" -s sum,min,max,count,blank,records,distinct:doc many.tsv \
		>two 2>two.err || true
	sed 's/\t[^\t]*$//' two | diff one -
	diff one.err two.err
	[ -s one.err ]
}

@test "a record that was guessed adds up like one that was read" {
	for unit in '' 万元; do
		many "$unit"
		for by in table,row,col year,form,table,row,col,unit doc,table row,unit \
		    year,form flag,raw ''; do
			guessed --mixed -g "$by"
			guessed -g "$by"
			guessed --facts -g "$by"
		done
	done
}

@test "records that come in drops add up like those in a file" {
	many
	while IFS= read -r line; do
		printf '%s' "${line:0:20}"
		printf '%s\n' "${line:20}"
	done <many.tsv | { "$sum" -g table,row,col - >one 2>one.err || true; }
	"$sum" -g table,row,col - <many.tsv >two 2>two.err || true
	diff one two
	diff one.err two.err
}

@test "headers that alternate behind many groups do not take long" {
	awk 'BEGIN {
		OFS = "\t"
		with = "doc\tyear\torg\tform\ttable\trow\tcol\tvalue\tunit\traw\tline\tflag"
		less = "doc\tyear\torg\tform\ttable\trow\tcol\tvalue\traw\tline\tflag"
		print with
		for (i = 0; i < 80000; i++)
			print "d", "", "", "", "t", "r" i, "c", 1, "", 1, "", ""
		for (i = 0; i < 40000; i++) {
			print less
			print "d", "", "", "", "t", "r" i, "c", 1, 1, "", ""
			print with
			print "d", "", "", "", "t", "r" i, "c", 1, "", 1, "", ""
		}
	}' >turns.tsv
	timeout 40 "$sum" -q -j1 --mixed -g table,row,col -s sum turns.tsv >out.tsv
	[ "$(wc -l <out.tsv)" -eq 80001 ]
	[ "$(grep -c $'\t3$' out.tsv)" -eq 40000 ]
}

@test "--jobs wants a number from 1 on" {
	cells >cells.tsv
	for n in 0 257; do
		run --separate-stderr "$sum" -j$n cells.tsv
		[ "$status" -eq 2 ]
		[ "$stderr" = "gx-sum: --jobs is 1 to 256" ]
	done
	"$sum" --jobs=3 cells.tsv
}

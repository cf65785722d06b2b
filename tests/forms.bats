#!/usr/bin/env bats
# Forms and rules of one's own: documents of another kind, without a compiler.
bats_require_minimum_version 1.5.0

setup() {
	PATH="$(realpath "${B:-build}"):$PATH"
	export LC_ALL=C.UTF-8
	unset LC_MESSAGES
	cd "$BATS_TEST_TMPDIR" || exit
	mkdir forms
	cat >forms/budget.tsv <<-'END'
	form	table	kind	key	label	also	unit	type	en
	budget		form	budget					a budget
	*		section	1	收入预算				income
	*	b1	table	1	收入预算			rows	table of income
	*	b1	head	item	项目				item
	*	b1	col	current	本年预算		万元	amount	this year
	*	b1	col	carried	上年结转	结转	万元	amount	carried over
	*	b1	col	total	合计	总计	万元	amount	in all
	*	b1	row	income.grant	财政拨款收入	财政拨款			grants
	*	b1	row	income.other	其他收入				other income
	*	b1	row	income_total	收入合计				all income
	END
	cat >budget.rules <<-'END'
	rule b.row
	level error
	each row in rows(b1)
	must b1.$row.current + b1.$row.carried = b1.$row.total
	en {row}: {equation}
	zh {row}：{equation}

	rule b.col
	level error
	each col in cols(b1)
	must b1.income.*.$col = b1.income_total.$col
	en {col}: {equation}
	zh {col}：{equation}
	END
}

# rows GRANT OTHER ALL: a document with these rows, in TABs
rows() {
	printf '某某镇2023年部门预算\n\n一、收入预算\n\n项目\t本年预算\t上年结转\t合计\n'
	printf '%s\t%s\n' 财政拨款收入 "$1" 其他收入 "$2" 收入合计 "$3"
}

# the same in Markdown
markdown() {
	rows "$@" | sed -n '5,$p' | sed 's/\t/ | /g; s/^/| /; s/$/ |/' |
		sed '1a |---|---|---|---|' | sed '1i ## 收入预算\n'
}

# The cells of the table: row, column, value, flag.
cells() { gx-table --forms forms --no-header "$@" | awk -F'\t' '$5 == "b1"' | cut -f6-8,12; }

judge() { gx-check --forms forms --rules budget.rules -r b.row -r b.col "$@"; }

sound=($'120.5\t10\t130.5' $'3.25\t0\t3.25' $'123.75\t10\t133.75')
wrong=($'120.5\t10\t130.5' $'3.25\t0\t3.25' $'123.75\t10\t134.75')

@test "a law without a number is found, too" {
	printf '*\t\tlaw\tbudget_law\t中华人民共和国预算法\t预算法\t\t\tthe law\n' >>forms/budget.tsv
	printf '%s\n' 一、收入预算 '' 按照《预算法》编制。 >b.md
	gx-table --forms=forms b.md | grep -q "	doc	law	budget_law	1		预算法	"
}

@test "a table of another kind is read in TABs and in Markdown" {
	rows "${sound[@]}" >a.txt
	markdown "${sound[@]}" >a.md
	[ "$(cells a.txt)" = "$(cells a.md)" ]
	[ "$(cells a.txt | wc -l)" -eq 9 ]
	[ "$(cells a.txt | sed -n 9p)" = $'income_total\ttotal\t133.75\t' ]
	run -0 judge -f text a.txt a.md
	[ -z "$output" ]
}

@test "a rule on it fails with the right operands" {
	rows "${wrong[@]}" >a.txt
	run -1 judge -f text a.txt
	[ "${lines[0]}" = 'a.txt:8: error: all income: 123.75 + 10 ≠ 134.75 [b.row]' ]
	[ "${lines[1]}" = '    hint: b1.income_total.total 134.75 → 133.75 would make all 2 failing relations hold (total not updated)' ]
	[ "${lines[2]}" = 'a.txt:8: error: in all: 130.5 + 3.25 ≠ 134.75 [b.col]' ]
	[ "${#lines[@]}" -eq 4 ]
	run -1 judge --no-header a.txt
	[ "$(cut -f8-12 <<<"${lines[0]}")" = $'b1\tincome_total\ttotal\t134.75\t133.75' ]
	markdown "${wrong[@]}" >a.md
	LC_ALL=zh_CN.UTF-8 run -1 judge -f text a.md
	[ "${lines[0]}" = 'a.md:7: 错误：收入合计：123.75 + 10 ≠ 134.75 [b.row]' ]
}

@test "blocks, cells and documents give the same findings" {
	rows "${wrong[@]}" >a.txt
	judge a.txt >one || true
	gx-split --forms forms a.txt | judge >two || true
	gx-split --forms forms a.txt | gx-table --forms forms | judge >three || true
	cmp one two
	cmp one three
}

@test "what is missing is unknown, never a pass" {
	rows "${sound[@]}" | grep -v 其他收入 >a.txt
	run -0 judge --stats --no-header a.txt
	[ "${lines[0]}" = $'b.row\terror\t2\t0\t1\t0' ]
	[ "${lines[1]}" = $'b.col\terror\t0\t0\t3\t0' ]
}

@test "columns follow the heads of the document" {
	printf '一、收入预算\n\n项目\t合计\t上年结转\t本年预算\n' >a.txt
	printf '%s\n' $'财政拨款收入\t130.5\t10\t120.5' $'其他收入\t3.25\t0\t3.25' \
		$'收入合计\t133.75\t10\t123.75' >>a.txt
	rows "${sound[@]}" >b.txt
	[ "$(cells a.txt)" = "$(cells b.txt)" ]
}

@test "a row that stands twice counts once, or not at all" {
	{ rows "${sound[@]}"; printf '其他收入\t3.25\t0\t3.25\n'; } >a.txt
	rows "${sound[@]}" >b.txt
	[ "$(cells a.txt)" = "$(cells b.txt)" ]
	{ rows "${sound[@]}"; printf '其他收入\t4\t0\t4\n'; } >a.txt
	[ "$(cells a.txt)" = "$(cells b.txt | grep -v other)" ]
	gx-table --forms forms a.txt | cut -f5-8 | grep -qx $'doc\tb1\tunplaced\t1'
}

@test "labels of the form are folded, other words are listed" {
	rows "${sound[@]}" | sed 's/财政拨款收入/１、 财政 “拨款”（一般预算）/; s/合计$/总 计/' >a.txt
	rows "${sound[@]}" >b.txt
	[ "$(cells a.txt)" = "$(cells b.txt)" ]
}

@test "labels in traditional characters are the same labels" {
	rows "${sound[@]}" | sed 's/本年预算/本年預算/; s/上年结转/上年結轉/; s/合计/合計/g' >a.txt
	run -1 grep 合计 a.txt
	rows "${sound[@]}" >b.txt
	[ "$(cells a.txt)" = "$(cells b.txt)" ]
}

@test "labels with readings in brackets are the same labels" {
	rows "${sound[@]}" | sed 's/本年预算/本年預(yù)算(suan)(suan)/; s/合计/合計(jì)/g' >a.txt
	rows "${sound[@]}" >b.txt
	[ "$(cells a.txt)" = "$(cells b.txt)" ]
}

# bad LINE: what is said of the form with one more line
bad() {
	cp -r forms bad && printf "$1\n" >>bad/budget.tsv
	run -2 gx-table --forms bad /dev/null
	rm -r bad
}

@test "of headings that are folded to the same the first counts, however printed" {
	printf '*\t\tsection\t2\t收入 预算\t\t\t\t\n' >>forms/budget.tsv
	printf '某某镇2023年部门预算\n一、收入预算\n本年收入增加。\n一、收入 预算\n本年收入减少。\n' >doc.txt
	[ "$(gx-split --forms forms --no-header doc.txt | cut -f3 | uniq)" = $'0\n1' ]
}

@test "headings in a paragraph are compared with labels of two letters, too" {
	printf '*\t\tsection\t2\tAb\t\t\t\t\n' >>forms/budget.tsv
	{
		printf '某某镇2023年部门预算\n'
		printf '一、收入增加。%.0s' {1..20}
		printf '二、Ab本年收入减少。一、收入预算本年收入减少。\n'
	} >doc.txt
	run -0 gx-split --forms forms --no-header doc.txt
	[ "$(cut -f3,7 <<<"$output" | tail -n 4)" = $'2\t二、Ab\n2\t本年收入减少。\n1\t一、收入预算\n1\t本年收入减少。' ]
}

@test "what has a key in a form has it alone" {
	bad '*\tb1\trow\tincome.grant\t拨款\t\t\t\t'
	[ "$output" = 'gx-table: bad/budget.tsv:12: a second row with this key: "income.grant"' ]
	bad 'budget\tb1\toption\tincome.grant\t拨款\t\t\t\t'
	[ "$output" = 'gx-table: bad/budget.tsv:12: a second row with this key: "income.grant"' ]
	bad '*\tb1\tcol\ttotal\t总额\t\t\t\t'
	[ "$output" = 'gx-table: bad/budget.tsv:12: a second column with this key: "total"' ]
	bad '*\tb1\tblock\tk\tx\t\t\t\t\n*\tb1\tcol\ttotal\t总额\t\t\t\t'
	[ "$output" = 'gx-table: bad/budget.tsv:13: a second column with this key: "total"' ]
	bad '*\tb1\ttable\t1\t收入\t\t\trows\t'
	[ "$output" = 'gx-table: bad/budget.tsv:12: this table is open already: "b1"' ]
	bad 'budget\t\tform\tbudget\t2020\t\t\t\t'
	[ "$output" = 'gx-table: bad/budget.tsv:12: a second form with this name: "budget"' ]
	for kind in law topic; do
		bad "*\\t\\t$kind\\tk\\tx\\t\\t\\t\\t\\n*\\t\\t$kind\\tk\\ty\\t\\t\\t\\t"
		[ "$output" = 'gx-table: bad/budget.tsv:13: a second line of its kind with this key: "k"' ]
	done
	export LC_ALL=zh_CN.UTF-8
	bad '*\tb1\trow\tincome.grant\t拨款\t\t\t\t'
	[ "$output" = 'gx-table: bad/budget.tsv:12: 该键的行已有: "income.grant"' ]
}

@test "blocks and forms may have the same keys, and a section several headings" {
	{
		printf '*\tb1\tblock\t%s\tx\t\t\t\t\n*\tb1\tcol\tn\t数\t\t\t\t\n' k1 k2
		printf 'other\t\tform\tother\t\t\t\t\t\n'
		printf '*\t\tsection\t1\t收入\t\t\t\t\n'
		printf '%s\tb1\trow\tmore\t更多\t\t\t\t\n' budget other
	} >>forms/budget.tsv
	rows "${sound[@]}" >a.txt
	run -0 gx-table --forms forms a.txt
}

@test "a mistake in a form is named by file and line" {
	bad '*\tb1\trow\tIncome\tx\t\t\t\t'
	[ "$output" = 'gx-table: bad/budget.tsv:12: not a key: "Income"' ]
	bad '*\tb1\tline\tx\tx\t\t\t\t'
	[ "$output" = 'gx-table: bad/budget.tsv:12: not a kind of line of a table: "line"' ]
	bad '*\tb1\tcol\tx\tx\t\t\tnumber\t'
	[[ "$output" == 'gx-table: bad/budget.tsv:12: not a type '* ]]
	for years in 2020-2019 20x 2019-2020-2021; do
		bad "x\t\tform\tx\t$years\t\t\t\t"
		[[ "$output" == *': not a range of years: "'$years'"' ]]
	done
	bad '*\tb2\ttable\t1\tx\t\t\trows\t'
	[ "$output" = 'gx-table: bad/budget.tsv:12: a table without rows or columns: "b2"' ]
	bad "$(printf '*\\tb1\\tcol\\tc%s\\tx\\t\\t\\t\\t\\n' {1..198})"
	[ "$output" = 'gx-table: bad/budget.tsv:4: a table with too many columns: "b1"' ]
	bad 'x\tform\tx'
	[ "$output" = 'gx-table: bad/budget.tsv:12: 3 fields, the header has 9' ]
	mkdir none
	run -2 gx-check --forms none /dev/null
	[ "$output" = 'gx-check: no *.tsv in none' ]
}

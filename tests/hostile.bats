#!/usr/bin/env bats
# Input that is damaged, huge or mean, and output that cannot be written: a
# message that says where, what can be done is done, and status 2.

load lib.bash

setup() {
	programs
	"$gen" --seed=3 --form=2021 --layout=tsv --truth=good.truth >good.txt
}

# every program
all='split table check sum'

# quick ARGS: ends by itself in time, with a status of its own
quick() {
	run --separate-stderr timeout 60 "$@"
	[ "$status" -le 2 ] || { echo "status $status: $*"; false; }
}

# survive FILE: the programs get through it, in one go and in a pipe
survive() {
	quick "$check" "$1"
	quick bash -c "'$split' '$1' | '$table' -"
}

# million: as many bytes, to show that time does not grow faster than they do; a fifth of
# that for the sanitizers, which look at other things
million() {
	if is_sanitized; then echo 200000; else echo 1000000; fi
}

# many TEXT: a million bytes of it behind the heading of table 3
many() {
	printf '某局2022年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n'
	yes -- "$1" | tr -d '\n' | head -c "$(million)"
	echo
}

@test "a missing file is named, the others are read" {
	local p want

	for p in split table; do
		want=$("$B/gx-$p" good.txt)
		run --separate-stderr "$B/gx-$p" nofile good.txt
		[ "$status" -eq 2 ]
		[ "$output" = "$want" ]
		[ "$stderr" = "gx-$p: nofile: cannot open: No such file or directory" ]
	done
	run --separate-stderr "$check" nofile good.txt
	[ "$status" -eq 2 ]
	[ "$stderr" = "gx-check: nofile: cannot open: No such file or directory" ]
	want=$("$sum" good.txt)
	run --separate-stderr "$sum" nofile good.txt
	[ "$status" -eq 2 ]
	[ "$output" = "$want" ]
	[ "$stderr" = "gx-sum: nofile: cannot open: No such file or directory" ]
}

@test "the message is also in Chinese" {
	run env LC_ALL=zh_CN.UTF-8 "$table" nofile
	[ "$status" -eq 2 ]
	[[ "$output" == *"gx-table: nofile: 无法打开："* ]]
}

@test "two inputs, one bad: the status tells, the good one is complete" {
	local p

	head -c 3000 /dev/urandom >noise.bin
	for p in split table check sum; do
		"$B/gx-$p" good.txt >want || [ $? -eq 1 ]
		run --separate-stderr bash -c \
			"'$B/gx-$p' noise.bin good.txt >got"
		[ "$status" -eq 2 ]
		[[ "$stderr" == "gx-$p: noise.bin: "* ]]
		cmp want got
	done
}

@test "random bytes, again and again" {
	local kb p

	for kb in 1 2 3 4 5 6 7 8; do
		head -c $((kb * 3000)) /dev/urandom >"$kb.bin"
		for p in $all; do
			quick "$B/gx-$p" "$kb.bin"
			[ "$status" -eq 2 ]
			[[ "$stderr" == "gx-$p: $kb.bin"* ]]
		done
	done
}

@test "a truncated archive: what came before is done, and it is named" {
	local p form size

	"$gen" --count=60 --tar --seed=2 --layout=tsv >all.tar
	gzip -k all.tar
	xz -k all.tar
	for form in tar tar.gz tar.xz; do
		size=$(stat -c %s all.$form)
		head -c $((size * 2 / 3)) all.$form >cut.$form
		for p in split table; do
			run --separate-stderr bash -c \
				"'$B/gx-$p' cut.$form >got"
			[ "$status" -eq 2 ]
			[[ "$stderr" == "gx-$p: cut.$form"*": "* ]]
			"$B/gx-$p" all.$form | sed "s,^all,cut," >whole
			[ "$(wc -l <got)" -gt 1000 ]
			[ "$(wc -l <got)" -lt "$(wc -l <whole)" ]
			cmp got <(head -n "$(wc -l <got)" whole)
		done
		run --separate-stderr "$check" cut.$form
		[ "$status" -eq 2 ]
		[[ "$stderr" == "gx-check: cut.$form"* ]]
	done
}

@test "a broken member: the others are read" {
	need zip
	mkdir m
	cp good.txt m/1.txt
	head -c 100000 /dev/urandom | base64 >m/2.txt
	cp good.txt m/3.txt
	zip -q0 m.zip m/1.txt m/2.txt m/3.txt
	LC_ALL=C sed 's,[A-M]\{3\},zzz,' m.zip >bad.zip
	run --separate-stderr "$table" bad.zip
	[ "$status" -eq 2 ]
	[[ "$stderr" == *"gx-table: bad.zip/m/2.txt: "* ]]
	[ "$(cut -f1 <<<"$output" | sort -u | tail -n 2 | tr '\n' ' ')" = \
		"bad.zip/m/3.txt doc " ]
}

@test "an empty input is trouble" {
	local p

	: >empty.txt
	for p in $all; do
		run --separate-stderr "$B/gx-$p" empty.txt
		[ "$status" -eq 2 ]
		[ "$stderr" = "gx-$p: empty.txt: empty input" ]
	done
	run --separate-stderr bash -c "false | '$table'"
	[ "$status" -eq 2 ]
	[ "$stderr" = "gx-table: -: empty input" ]
}

@test "a malformed record is named by file and line, the others count" {
	"$table" good.txt >cells
	{ head -n 20 cells; echo half a record; tail -n +21 cells; } >bad
	run --separate-stderr bash -c "'$check' bad >got"
	[ "$status" -eq 2 ]
	[ "$stderr" = "gx-check: bad:21: 1 fields, the header has 12" ]
	"$check" cells | cmp - got
	run --separate-stderr bash -c "'$sum' bad >got"
	[ "$status" -eq 2 ]
	[ "$stderr" = "gx-sum: bad:21: 1 fields, the header has 12" ]
	"$sum" cells | cmp - got
	"$split" good.txt | sed '9s/.*/x\ty/' >bad
	run --separate-stderr "$table" bad
	[ "$status" -eq 2 ]
	[ "$stderr" = "gx-table: bad:9: 2 fields, the header has 7" ]
	[ "${#lines[@]}" -gt 200 ]
}

@test "a record whose fields make no sense is named" {
	"$table" good.txt >cells
	awk -F'\t' -v OFS='\t' 'NR == 5 { $8 = "seven" } NR == 6 { $11 = "x" } 1' \
		cells >bad
	run --separate-stderr "$check" bad
	[ "$status" -eq 2 ]
	[ "$stderr" = 'gx-check: bad:5: value is not a number: "seven"
gx-check: bad:6: line is not a number: "x"' ]
	"$split" good.txt |
		awk -F'\t' -v OFS='\t' '$5 == "cell" && !n++ { $6 = "1.x" } 1' >bad
	run --separate-stderr "$table" bad
	[ "$status" -eq 2 ]
	[[ "$stderr" == "gx-table: bad:"*": a cell wants its place as TABLE.ROW.COL" ]]
}

@test "records that a program does not take are told, not read as a text" {
	local p

	"$split" good.txt >blocks
	"$table" good.txt >cells
	"$check" --all good.txt >findings
	for p in "$split blocks block" "$split cells cell" "$split findings finding" \
		"$table findings finding" "$check findings finding"; do
		set -- $p
		run --separate-stderr "$1" --no-header "$2"
		[ "$status" -eq 2 ]
		[ -z "$output" ]
		[ "$stderr" = "${1##*/}: $2: records of kind $3: not taken here" ]
	done
}

@test "a header with a column misspelt or missing is told, not read as a text" {
	local p

	"$table" good.txt >cells
	sed '1s/table/tabel/' cells >typo
	cut -f1,2,5- cells >less
	for p in "$split" "$table" "$check" "$sum --form"; do
		run --separate-stderr $p --no-header typo
		[ "$status" -eq 2 ]
		[ -z "$output" ]
		[[ "$stderr" == *': typo:1: unknown column "tabel"; did you mean "table"?' ]]
		run --separate-stderr $p less
		[ "$status" -eq 2 ]
		[[ "$stderr" == *': less:1: the header has no column "form", which cell records need' ]]
	done
	run -2 env LC_ALL=zh_CN.UTF-8 "$table" --no-header typo
	[[ "$output" == *': typo:1: 未知的列“tabel”；是否指“table”？' ]]
	"$split" good.txt | sed '1s/\tat\t/\tplace\t/' >typo
	run -2 "$table" --no-header typo
	[[ "$output" == *': typo:1: the header has no column "at", which block records need' ]]
	printf 'doc\tyear\tcost\na\t2023\t5\n' >towns # a table of the user's
	[ "$("$sum" -g year -s sum:cost --no-header towns)" = "2023	5" ]
}

@test "a full disk is trouble, for every program" {
	local p

	for p in $all; do
		run bash -c "'$B/gx-$p' good.txt >/dev/full"
		[ "$status" -eq 2 ]
		[[ "$output" == "gx-$p: "*"No space left on device" ]]
	done
	run bash -c "'$sum' --form good.txt >/dev/full"
	[ "$status" -eq 2 ]
	run bash -c "'$table' --help >/dev/full"
	[ "$status" -eq 2 ]
	run bash -c "'$check' --list >/dev/full"
	[ "$status" -eq 2 ]
}

@test "-o on a full disk or in a folder that is not there leaves no file" {
	local p

	for p in $all; do
		run "$B/gx-$p" -o nowhere/out good.txt
		[ "$status" -eq 2 ]
		[[ "$output" == "gx-$p: "*nowhere/out* ]]
		[ ! -e nowhere ]
	done
}

@test "-o leaves the old file alone until all is written" {
	echo old >out
	run "$table" -o out nofile
	[ "$status" -eq 2 ]
	[ "$(ls -A | grep -c '^\.*out')" -eq 1 ]
	"$table" -o out good.txt
	cmp out <("$table" good.txt)
	[ "$(ls -A | grep -c '^\.*out')" -eq 1 ]
	run bash -c "ulimit -f 4; exec '$split' -o out good.txt"
	[ "$status" -ne 0 ]
	cmp out <("$table" good.txt)
}

@test "-o follows links and keeps the access rights of the file" {
	mkdir folder
	ln -s folder/second first
	ln -s target folder/second
	echo old >folder/target
	chmod 640 folder/target
	"$split" -o first good.txt
	cmp folder/target <("$split" good.txt)
	[ "$(stat -c '%F %a' first folder/second folder/target)" = \
		$'symbolic link 777\nsymbolic link 777\nregular file 640' ]
	ln -s new leads-to-nothing
	(umask 027 && "$split" -o leads-to-nothing good.txt)
	[ "$(stat -c '%F %a' new)" = 'regular file 640' ]
	cmp new folder/target
	ln -s circle circle
	run -2 "$split" -o circle good.txt
	[[ "$output" == 'gx-split: cannot write circle: '* ]]
}

@test "-o writes in place what has no name of its own" {
	[ -e /proc/self/fd ] || skip "no /proc"
	"$split" good.txt >want
	ln -s /proc/self/fd/1 standard-output
	{ echo before; "$split" -o standard-output good.txt; echo behind; } >out
	[ -L standard-output ]
	diff <(echo before; cat want; echo behind) out
	"$split" -o standard-output good.txt | cmp - want
	"$split" -o standard-output good.txt >>out
	diff <(echo before; cat want; echo behind; cat want) out
	"$split" -o /proc/self/fd/9 good.txt 9>out
	cmp out want
	mkfifo pipe
	cat pipe >out 3>&- &
	"$split" -o pipe good.txt
	wait $!
	cmp out want
}

@test "-o may name a file in the folder that is read" {
	mkdir folder
	cp good.txt folder
	"$split" folder >want
	"$split" -o folder/all.tsv folder
	cmp folder/all.tsv want
	name=$(printf '%0250d' 0)
	"$split" -o "$name" folder/good.txt
	cmp "$name" want
	[ "$(ls -A folder)" = $'all.tsv\ngood.txt' ]
}

@test "a standard stream that is closed is no other file's" {
	"$split" good.txt >want
	run -0 bash -c "'$split' --progress -o out good.txt 2>&-"
	cmp out want
	run -0 bash -c "'$split' -o out good.txt nofile <&- 2>&- || [ \$? -eq 2 ]"
	cmp out want
	run -0 bash -c "'$split' -o out good.txt <&- >&- 2>&-"
	cmp out want
	run -2 bash -c "'$split' good.txt >&-"
	[[ "$output" == 'gx-split: cannot write standard output: '* ]]
	run -2 bash -c "'$split' - <&-"
	[[ "$output" == 'gx-split: -: cannot read: '* ]]
}

@test "a reader that goes away ends the pipe without a word" {
	local p

	"$gen" --count=40 --tar --seed=2 --layout=tsv >all.tar
	for p in split table check sum; do
		run bash -c "set -o pipefail
			'$B/gx-$p' all.tar 2>err | head -n 1 >first
			echo \"\${PIPESTATUS[0]}\""
		[ ! -s err ]
		[ "$(wc -l <first)" -eq 1 ]
		[[ "${lines[0]}" =~ ^(0|1|141)$ ]]
	done
	# also when the shell was told to ignore the signal; the pipe does not hold it all
	run bash -c "trap '' PIPE
		'$split' all.tar all.tar all.tar all.tar 2>err | head -n 1 >first
		echo \"\${PIPESTATUS[0]}\""
	[ ! -s err ]
	[ "$output" = 141 ]
}

@test "a typing error in an option names the nearest one" {
	run "$table" --form
	[ "$status" -eq 2 ]
	[[ "$output" == "gx-table: "*"--form"*"--forms"* ]]
	run "$check" --explian t3.total
	[ "$status" -eq 2 ]
	[[ "$output" == *"--explain"* ]]
	run "$split" --max-docment=3
	[ "$status" -eq 2 ]
	[[ "$output" == *"--max-document"* ]]
	run "$sum" --partail
	[ "$status" -eq 2 ]
	[[ "$output" == *"--partial"* ]]
	run "$table" -Z
	[ "$status" -eq 2 ]
	[[ "$output" == "gx-table: "*Z* ]]
	run "$table" --max-document=lots good.txt
	[ "$status" -eq 2 ]
	run "$table" --forms
	[ "$status" -eq 2 ]
}

@test "-- ends the options" {
	cp good.txt ./-good.txt
	run -0 "$table" --no-header -- -good.txt
	[ "$(cut -f1 <<<"$output" | sort -u)" = "-good.txt" ]
}

@test "control characters in names do not reach the terminal" {
	local name=$'a\e[31mb\tc\nd.txt'

	cp good.txt "$name"
	run --separate-stderr "$table" --no-header "$name" $'no\e[2Jfile'
	[ "$status" -eq 2 ]
	[[ "$output$stderr" != *$'\e'* ]]
	[ "$(cut -f1 <<<"$output" | sort -u)" = 'a\x1B[31mb\tc\nd.txt' ]
	[ "$stderr" = \
		'gx-table: no\x1B[2Jfile: cannot open: No such file or directory' ]
}

@test "NULs and bad UTF-8 are replaced, and said" {
	{ cat good.txt; printf '\xff\xfe\x80\n'; } >bad.txt
	run --separate-stderr "$table" --no-header bad.txt
	[[ "$stderr" == "gx-table: bad.txt: "*"could not be decoded"* ]]
	diff <(LC_ALL=C sort good.truth) <(figures <<<"$output")
	{ cat good.txt; printf 'a\0b\n'; } >nul.txt
	run --separate-stderr "$table" --no-header nul.txt
	[[ "$stderr" == "gx-table: nul.txt: "* ]]
	diff <(LC_ALL=C sort good.truth) <(figures <<<"$output")
	"$split" bad.txt nul.txt 2>/dev/null | iconv -f UTF-8 -t UTF-8 >/dev/null
}

@test "a document beyond the limit is not read, the next one is" {
	many 1 >big.txt
	run --separate-stderr "$table" --max-document=100K big.txt good.txt
	[ "$status" -eq 2 ]
	[[ "$stderr" == "gx-table: big.txt: "*"(--max-document)" ]]
	diff <(LC_ALL=C sort good.truth) <(figures <<<"$output")
}

@test "a million bars, tabs, blanks, digits, brackets" {
	local text

	for text in '|' $'\t' ' ' 1 '1 ' '[image:' '(' '（' '《' '"' '\x1b' \
		'| 1 ' $'1\t' '0000000' '-' '.' '#' '&amp;' '　'; do
		many "$text" >big.txt
		survive big.txt
	done
}

@test "a million words that mean something" {
	local text

	for text in 三、 属于国家秘密 总计 '（一）' 一、总体情况 2022年1月1日 增加 \
		国办公开办函 第二十条第（一）项 '1.属于国家秘密 ' 行政许可396442278 \
		四、政府信息公开行政复议行政诉讼情x况 '[bookmark: a]' 第1页; do
		many "$text" >big.txt
		survive big.txt
	done
}

@test "eight million bytes of clauses in one sentence" {
	local clause

	for clause in '未，' '未收到，' '"无",' '无（'; do
		many "$clause" >one.txt
		for ((i = 0; i < 8; i++)); do
			tail -n 1 one.txt | tr -d '\n'
		done | cat <(head -n 2 one.txt) - >big.txt
		run timeout 20 "$table" big.txt
		[ "$status" -le 2 ] || { echo "status $status: $clause"; false; }
	done
}

@test "a million bytes of short lines" {
	local text

	for text in $'|\n' $'一、x\n' $'1\n' $'\t0\n' $'|1|2|3|4|5|6|7|\n' $'\f\n' \
		$'属于国家秘密\n' $'属于国家秘密 0 0 0 0 0 0 0\n' $'- 1 -\n' \
		$'三、收到和处理政府信息公开申请情况\n二、主动公开政府信息情况\n' \
		$'甲1234567891234567891234567891234567891\n' \
		$'四、政府信息公开行政复议行政诉讼情x况\n'; do
		{
			echo 某局2022年政府信息公开工作年度报告
			yes "${text%$'\n'}" | head -c "$(million)"
		} >big.txt
		survive big.txt
	done
}

@test "a million bytes in one row of a drawn grid" {
	{ echo '+--+--+'; yes '|a|b|' | head -c "$(million)"; } >big.txt
	run timeout 10 "$table" big.txt
	[ "$status" -le 2 ]
}

@test "rows of a drawn grid that have a hundred lines take the memory of their text" {
	need python3
	{ echo '+--+--+'; yes "|$(printf '%05000d' 1)|$(printf '%05000d' 2)|"; } |
		head -n 1000 | sed '100~100s/.*/+--+--+/' >grid.txt
	[ "$("$split" --no-header grid.txt | wc -l)" -eq 20 ]
	[ "$(peak "$split" -j1 grid.txt)" -lt 250 ]
}

# wide TEXT N LAST: a row of Markdown, the text in N cells and another one
wide() {
	local text

	text=$(printf "|$1%.0s" $(seq "$2"))
	echo "$text|$3|"
}

# block HEADS: the beginning of a report with the row below its first table
block() {
	printf '# 某局2019年政府信息公开工作年度报告\n## 二、主动公开政府信息情况\n'
	wide 第二十条第（五）项 249 第二十条第（五）项
	printf '|---|---|\n%s\n' "$1"
}

@test "captions and heads that fill wide rows nearly are compared in time" {
	local caption heads row

	caption=$(wide 第二十条第（五）项 199 乙)
	heads=$(wide 上一年项目数量 199 甲)
	row=$(wide '行政许可|1|2|x' 50 '')
	block "$heads" >big.md
	for _ in 1 2 3 4; do
		printf '%s\n' "$caption" "$caption" "$caption" "$caption" "$caption"
		for _ in {1..9}; do
			printf '%s\n' "$heads" "$heads" "$heads" "$heads" "$heads"
		done
		printf '%s\n' "${row%||}|" "${row%||}|"
	done >>big.md
	run timeout 10 "$table" big.md
	[ "$status" -le 2 ]
}

@test "rows that are made for nothing take no room" {
	need python3
	local caption cells row

	caption=$(wide 第二十条第（五）项 249 第二十条第（五）项)
	for cells in '1|1|2|' '1||2|'; do
		block '|信息内容|上一年项目数量|本年增/减|处理决定数量|' >big.md
		for i in {3..9}; do
			row=$(wide "行政许可|$cells$i" 50 '')
			echo "${row%||}|"
		done >rows
		for _ in {1..200}; do
			[ "$cells" != '1|1|2|' ] || echo "$caption"
			cat rows
		done >>big.md
		[ "$(peak "$table" -j1 big.md)" -lt 150 ]
	done
}

@test "a million bytes of markup" {
	local text

	for text in '<div>' '<table><tr><td>' '<td>' '&' '<' '<a b="' '<!--' \
		'</p>' '<p>一、' '<tr><td rowspan=9999 colspan=9999>1' \
		'<script>' '&#x4e00;' '<b' '&nbsp;' '<table><tr><td><s>' \
		'<td><s hidden><table><td><s></td></table>'; do
		{ printf '<html><body>'; many "$text"; } >big.html
		survive big.html
	done
}

@test "deep folders of markup and tables in tables end in a tree, not a crash" {
	{
		printf '<html><body>'
		yes '<table><tr><td>' | head -n 60000
		echo 自然人
		yes '</td></tr></table>' | head -n 60000
	} >deep.html
	survive deep.html
}

@test "a table of a million cells" {
	{
		printf '二、主动公开政府信息情况\n'
		yes $'1\t2\t3\t4\t5\t6\t7\t8\t9\t0' | head -n 120000
	} >cells.txt
	survive cells.txt
	quick "$sum" --form cells.txt
	{
		printf '一、总体情况\n'
		yes 1 | head -n 300000 | tr '\n' '\t'
	} >wide.txt
	survive wide.txt
}

@test "a list of more than a million cells: what is not read is told" {
	yes '1|' | head -n 1100000 >list.txt
	run bash -c "'$split' --no-header list.txt | cut -f2,5,7 | grep -v text"
	[ "$output" = $'1\tnote\tlimit: table cells dropped beyond the limit' ]
}

@test "a hundred thousand tables in HTML between lines of text" {
	{
		echo 标题
		yes $'x\n<table></table>' | head -n $(($(million) / 5))
	} >mixed.txt
	run timeout 10 "$split" mixed.txt
	[ "$status" -eq 0 ]
	{
		echo 标题
		yes '<table><td><table></table>x' | head -n 100000
	} >mixed.txt
	run timeout 10 "$split" mixed.txt
	[ "$status" -eq 0 ]
}

@test "a hundred thousand attributes of a cell" {
	{
		printf '<html><table><tr><td'
		printf ' a=1%.0s' $(seq 100000)
		printf ' n=1 colspan=2>5</td><td>6</td></tr></table>'
	} >cell.html
	run timeout 10 "$split" cell.html
	[ "$status" -eq 0 ]
	[[ $output == *$'1.1.1+1×2\t5'* ]]
}

@test "two hundred thousand tables" {
	{
		printf '<body>\n'
		yes '<p>x</p><table><tr><td>a</td><td>1</td></tr></table>' |
			head -n $(($(million) / 5))
	} >tables.html
	survive tables.html
	quick "$table" --grid tables.html
	[ "$status" -eq 0 ]
}

@test "a heading of two hundred thousand wordings in a form" {
	mkdir forms
	{
		printf 'form\ttable\tkind\tkey\tlabel\talso\n'
		printf 'b\t\tform\tb\t\t\n'
		printf '*\t\tsection\t1\tx\t'
		seq -s '|' 100000 300000
	} >forms/many.tsv
	echo text >text.txt
	quick "$split" --forms forms text.txt
	[ "$status" -eq 0 ]
}

@test "records that are mean" {
	{
		printf 'doc\tline\tsec\titem\tkind\tat\ttext\n'
		yes $'d\t1\t3\t\tcell\t1.1.1+1000×1000\t自然人' | head -n 20000
	} >spans
	survive spans
	{
		printf 'doc\tline\tsec\titem\tkind\tat\ttext\n'
		seq -f $'d%g\t1\t3\t\thead\t\t一、总体情况' 20000
	} >docs
	survive docs
	{
		printf 'doc\tform\ttable\trow\tcol\tvalue\n'
		printf 'd\t2021\tt3\tnew\ttotal\t'
		head -c 3000000 /dev/zero | tr '\0' 9
		printf '\nd\t2021\tt3\tnew\tother\t7\n'
	} >long
	survive long
	run --separate-stderr "$sum" --no-header -g row,col -s sum,count long
	[ "${lines[-1]}" = $'new\tother\t7\t1' ]
	[ "$status" -eq 2 ]
}

# cells N FOLDER ORG YEAR: of N reports in the folder
cells() {
	seq "$1" | sed "s|.*|$2/&.txt\t$4\t$3\t2021\tt3\tnew\ttotal\t50|"
}

@test "very many reports of one publisher and year, and for the year after" {
	{
		printf 'doc\tyear\torg\tform\ttable\trow\tcol\tvalue\n'
		cells 25000 a 甲局 2022
		cells 25000 b 甲局 2023
	} >many.tsv
	quick "$check" --no-header --stats many.tsv
	grep -q $'^y.jump\tnote\t25000\t0\t50000\t25000$' <<<"$output"
	grep -q $'^p.twice\twarning\t2\t49998\t0\t0$' <<<"$output"
}

@test "very many reports of a folder above very many publishers" {
	{
		printf 'doc\tyear\torg\tform\ttable\trow\tcol\tvalue\n'
		cells 15000 x 甲县 2022
		cells 15000 x/y 局 2022 | sed 's/\(x.y.\([0-9]*\).*\)局/\1\2局/'
	} >many.tsv
	quick "$check" --no-header --stats --tree-folders many.tsv
	grep -q $'^p.sum\terror\t0\t15000\t' <<<"$output"
}

@test "an address of very many folders" {
	local deep
	deep=$(yes a/ | head -n 60000 | tr -d '\n')
	{
		printf 'doc\tyear\torg\tform\ttable\trow\tcol\tvalue\n'
		cells 100 "$deep" 甲局 2022
		cells 1 b 甲县 2022
		cells 1 b/$(yes a/ | head -n 90 | tr -d '\n') 乙局 2022
	} >deep.tsv
	quick "$check" --no-header --stats --tree-folders deep.tsv
	[ "$(grep -o '^p.sum.*' <<<"$output" | cut -f3)" -eq 1 ]
	[[ "$stderr" == *'/a/: there is no report in the 100 folders above it, '* ]]
}

@test "warnings do not drown the user" {
	{
		printf 'doc\tform\ttable\trow\tcol\tvalue\n'
		yes bad | head -n 5000
	} >bad
	run --separate-stderr "$check" bad
	[ "$status" -eq 2 ]
	[ "${#stderr_lines[@]}" -le 110 ]
	[ "${stderr_lines[0]}" = "gx-check: bad:2: 1 fields, the header has 6" ]
	[[ "${stderr_lines[-1]}" == *4900* ]]
	run --separate-stderr "$check" -q bad
	[ "$status" -eq 2 ]
	[ -z "$stderr" ]
}

@test "--max-warnings says how many messages are shown; what ends a program always is" {
	local p

	for p in $all; do
		run -2 --separate-stderr "$B/gx-$p" --max-warnings=2 1 2 3 4 5
		[ "${#stderr_lines[@]}" -eq 3 ]
		[[ "${stderr_lines[1]}" == "gx-$p: 2: cannot open: "* ]]
		[ "${stderr_lines[2]}" = "gx-$p: 3 more messages like these" ]
		run -2 --separate-stderr "$B/gx-$p" --max-warnings=5 1 2 3 4 5
		[ "${#stderr_lines[@]}" -eq 5 ]
		run -2 --separate-stderr "$B/gx-$p" --max-warnings=0 1 2 3
		[ "$stderr" = "gx-$p: messages not shown: 3" ]
		run -2 --separate-stderr env LC_ALL=zh_CN.UTF-8 "$B/gx-$p" --max-warnings=0 1 2 3
		[ "$stderr" = "gx-$p: 未显示的消息：3 条" ]
		run -2 --separate-stderr "$B/gx-$p" -q --max-warnings=0 1 2 3
		[ -z "$stderr" ]
		run -2 --separate-stderr "$B/gx-$p" --max-warnings=0 -o no/such 1
		[[ "$stderr" == "gx-$p: "*no/such* ]]
		run -0 --separate-stderr "$B/gx-$p" --max-warnings=0 -o ok good.txt
		[ -z "$stderr" ]
	done
	printf 'a\tb\n1\t2\n' >table.tsv
	run -2 --separate-stderr "$sum" --max-warnings=0 -g c lost table.tsv
	[[ "$stderr" == "gx-sum: table.tsv: "* ]]
	run -0 "$sum" --max-warnings=0 -g a -s count table.tsv
	[ "$output" = $'a\tcount\n1\t1' ]
}

@test "words of a converted text without end are read in time" {
	{
		printf '某某县2020年政府信息公开工作年度报告\n\n一、总体情况\n\n'
		yes 資訊檔案專案 | head -n 60000 | tr -d '\n'
		echo
	} >big.txt
	run timeout 10 "$table" big.txt
	[ "$status" -ne 124 ]
}

#!/usr/bin/env bats
# The filters behind one another, over every container of the same reports.

load lib.bash

setup_file() {
	programs
	cd "$BATS_FILE_TMPDIR" || return 1
	"$gen" --count=24 --dir=r --seed=7 --layout=tsv,cells,pipe,raw,html,docx \
		--fault=none,detail,t4total,slash,order492,image,missingrow
	tar cf r.tar r
	tar czf r.tar.gz r
}

setup() {
	programs
	cd "$BATS_FILE_TMPDIR" || return 1
}

# pipes INPUT: in one go and stage by stage, all is the same, byte for byte
pipes() {
	local found

	"$table" "$1" >one.cells
	"$split" "$1" | "$table" >two.cells
	cmp one.cells two.cells
	[ "$(wc -l <one.cells)" -gt 4000 ]
	found=0
	"$check" "$1" >one.found || found=$?
	[ "$found" -eq 1 ]
	found=0
	"$split" "$1" | "$table" | "$check" >two.found || found=$?
	[ "$found" -eq 1 ]
	cmp one.found two.found
	found=0
	"$split" "$1" | "$check" >two.found || found=$?
	cmp one.found two.found
	"$sum" "$1" >one.sum
	"$split" "$1" | "$table" | "$sum" >two.sum
	cmp one.sum two.sum
	"$sum" --form "$1" >one.form
	"$split" "$1" | "$sum" --form >two.form
	cmp one.form two.form
}

# container NAME: and what comes out is what the folder gives, but for the name
container() {
	pipes "$1"
	diff <("$table" r | sed 's,^r/,,' | LC_ALL=C sort) \
		<("$table" "$1" | sed "s,^$1/r/,," | LC_ALL=C sort)
}

@test "a folder" { pipes r; }
@test "tar" { container r.tar; }
@test "tar.gz" { container r.tar.gz; }
@test "tar.xz" { need xz; xz -kf1 r.tar; container r.tar.xz; }
@test "tar.zst" { need zstd; zstd -qf r.tar; container r.tar.zst; }
@test "zip" { need zip; zip -qr r.zip r; container r.zip; }
@test "7z" { need bsdtar; bsdtar -cf r.7z --format=7zip r; container r.7z; }

@test "a tar.gz inside a zip" {
	need zip
	zip -q nested.zip r.tar.gz
	pipes nested.zip
	diff <("$table" r | sed 's,^r/,,' | LC_ALL=C sort) \
		<("$table" nested.zip | sed 's,^nested.zip/r.tar.gz/r/,,' |
			LC_ALL=C sort)
}

@test "what the source marks as a heading opens its section in a pipe, too" {
	printf '<h1>%s</h1><p>%s</p>' '某局2022年政府信息公开工作年度报告' '概述。' \
		'（一）总体情况' '全年公开信息5条。' '（二）主动公开情况' '（一）其他内容。' \
		>marked.html
	"$table" marked.html >one
	"$split" marked.html | "$table" >two
	cmp one two
	[ "$(awk -F'\t' '$5 == "doc" && $6 == "s2" && $7 == "order"' two | wc -l)" -eq 1 ]
}

@test "an archive on standard input" {
	diff <("$table" r.tar.gz | cut -f2-) <("$table" <r.tar.gz | cut -f2-)
	diff <("$check" --no-header r.tar.gz | cut -f2-) \
		<("$check" --no-header - <r.tar.gz | cut -f2-)
}

@test "an address in an archive on standard input can be given back" {
	"$split" - <r.tar.gz >all
	address=$(cut -f1 all | sort -u | sed -n 5p)
	[[ $address == -/* ]]
	awk -F'\t' -v d="$address" '$1 == d' all |
		diff - <("$split" --no-header "$address" <r.tar.gz)
	"$split" -q -/r -j1 <r.tar.gz | diff all -
}

@test "the outputs of two runs behind one another" {
	"$split" r/000/000001.* >a
	"$split" r/000/000002.* >b
	diff <("$table" r/000/000001.* r/000/000002.*) <(cat a b | "$table")
	diff <("$table" r/000/000001.* r/000/000002.*) <("$table" a b)
	"$table" a >c
	"$table" b >d
	diff <("$check" a b) <(cat c d | "$check")
	diff <("$sum" c d) <(cat c d | "$sum")
}

@test "blocks and cells in one stream" {
	"$split" r/000/000001.* >a
	"$table" r/000/000002.* >b
	diff <("$check" r/000/000001.* r/000/000002.*) <(cat a b | "$check")
}

@test "a stage behind grep, without a header" {
	"$table" r | grep -P '\tt3\tnew\t' >some
	run -0 "$sum" some
	[ "${lines[0]}" = $'year\tform\ttable\trow\tcol\tunit\tcount\tblank\tsum' ]
	[ "$("$sum" --no-header some | cut -f4 | sort -u)" = new ]
	"$split" r/000/000001.* | grep -v $'^doc\t' >blocks
	diff <("$table" r/000/000001.*) <("$table" blocks)
	diff <("$table" r/000/000001.*) <("$table" <blocks)
}

@test "grep finds text with its section" {
	run -0 bash -c "'$split' r | grep -F 行政复议 | cut -f3 | sort -u"
	[ -n "$output" ]
	grep -qx 4 <<<"$output"
}

@test "findings are grouped by rule" {
	"$check" r >found || [ $? -eq 1 ]
	run -0 "$sum" -g rule found
	[ "${lines[0]}" = $'rule\tcount' ]
	[ "$(awk -F'\t' '{ n += $2 } END { print n }' <<<"$output")" -eq \
		"$(($(wc -l <found) - 1))" ]
}

@test "partial totals of real cells merge to one run" {
	local n=0 file

	"$sum" r >whole
	for file in r/*/*; do
		"$sum" --partial "$file" >"part.$((n % 5)).$n"
		n=$((n + 1))
	done
	"$sum" --merge part.* | LC_ALL=C sort >merged
	diff <(LC_ALL=C sort whole) merged
	"$sum" --merge --partial part.[0-2].* >half.1
	"$sum" --merge --partial part.[34].* >half.2
	"$sum" --merge half.1 half.2 | LC_ALL=C sort | diff merged -
	rm -f part.* half.*
}

@test "the totals are those of the truth" {
	diff <("$sum" -g table,row,col -s sum --mixed --no-header \
		<("$table" r | awk -F'\t' 'NR == 1 || ($5 ~ /^t/ && $8 != "")') |
		LC_ALL=C sort) \
		<(awk -F'\t' '$5 != "" { n[$2 "\t" $3 "\t" $4] += $5 }
			END { for (k in n) print k "\t" n[k] }' r.truth.tsv |
			LC_ALL=C sort)
}

@test "an address of a record can be given back" {
	local address

	address=$("$table" --no-header r.tar.gz | cut -f1 | sort -u | sed -n 5p)
	diff <("$table" r.tar.gz | awk -F'\t' -v d="$address" '$1 == d') \
		<("$table" --no-header "$address")
	diff <("$check" --no-header r.tar.gz | awk -F'\t' -v d="$address" '$1 == d') \
		<("$check" --no-header "$address")
	[ "$("$table" --no-header r.tar.gz/r/000 | cut -f1 | sort -u | wc -l)" -eq 24 ]
}

@test "--files0-from takes a list of names" {
	find r -type f -print0 | LC_ALL=C sort -z >list
	diff <("$table" r) <("$table" --files0-from=list)
	diff <("$table" r) <("$table" --files0-from=- <list)
}

@test "records of one document in several places are refused" {
	"$table" r/000/000001.* >a
	"$table" --no-header r/000/000002.* >b
	run --separate-stderr bash -c "cat a b a | '$check' --no-header"
	[ "$status" -eq 2 ]
	[[ "$stderr" == "gx-check: -:"*"come in several places"* ]]
}

# --- memory ----------------------------------------------------------------

# most COMMAND...: the largest resident memory it has, in KiB
most() {
	"$@" >/dev/null &
	local pid=$! now peak=0

	while now=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' \
		"/proc/$pid/status" 2>/dev/null) && [ -n "$now" ]; do
		[ "$now" -le "$peak" ] || peak=$now
		sleep 0.02
	done
	wait "$pid"
	echo "$peak"
}

@test "memory does not grow with the archive" {
	[ -r /proc/self/status ] || skip "no /proc"
	local small large count=2000 limit=65536

	if is_sanitized; then
		count=300 limit=1048576
	fi
	"$gen" --count=$count --tar --seed=9 --layout=tsv | gzip -1 >small.tar.gz
	"$gen" --count=$((count * 10)) --tar --seed=9 --layout=tsv |
		gzip -1 >large.tar.gz
	small=$(most "$table" small.tar.gz)
	large=$(most "$table" large.tar.gz)
	rm -f small.tar.gz large.tar.gz
	echo "$count reports: $small KiB, ten times as many: $large KiB"
	[ "$small" -gt 1000 ]
	[ "$large" -lt "$limit" ]
	[ "$limit" -ne 65536 ] || [ "$large" -lt $((small * 5 / 4)) ]
}

@test "nor with the files of a folder that are long" {
	[ -r /proc/self/status ] || skip "no /proc"
	local kb

	mkdir long
	{ echo $'town\tcost'; seq -f $'town\t%.0f' 500000; } >long/1.tsv
	for i in {2..48}; do ln long/1.tsv long/$i.txt; done
	kb=$(most "$sum" -j2 -g town -s sum:cost long)
	rm -r long
	echo "$kb KiB"
	is_sanitized || [ "$kb" -lt 131072 ]
}

@test "records of many documents take up little, and one that comes back is told" {
	[ -r /proc/self/status ] || skip "no /proc"
	local kb

	"$table" r/000/000001.* | head -n 1 >many.tsv
	seq -f 'archive.tar.gz/a/longer/folder/%.0f.txt' 300000 |
		sed 's/$/\t2023\t\t2021\tt3\tnew\ttotal\t1\t\t1\t9\t/' >>many.tsv
	kb=$(most "$table" -j1 many.tsv)
	echo "$kb KiB"
	is_sanitized || [ "$kb" -lt 32768 ]
	tail -n +2 many.tsv | diff - <("$table" -j1 --no-header many.tsv)
	sed -n 1000p many.tsv >>many.tsv
	run -2 --separate-stderr bash -c "'$table' -j1 --no-header many.tsv >out"
	[ "$(wc -l <out)" -eq 300000 ]
	[[ "$stderr" == "gx-table: many.tsv:300002: records of "*"/999.txt come in several places"* ]]
}

# odd_records: records of documents, more than one thread takes at once, and among them
# all that may make it hard to tell where one ends
odd_records() {
	awk -v long="$(printf '%070000d' 0)" '
		function put(doc, line, text, name) {
			print doc, line, "", "", "text", "", text
		}
		BEGIN {
			OFS = "\t"
			print "doc", "line", "sec", "item", "kind", "at", "text"
			for (i = 1; i <= 4000; i++) {
				name = i % 9 == 0 ? "doc" i / 9 % 2 : "a/" i ".txt"
				if (i % 50 == 0)
					name = "doc"
				for (n = 1; n <= i % 7 + 1; n++)
					put(name, n, "本年共收到申请" i "件")
				if (i % 11 == 0)
					put(name, n, "doc")
				if (i % 13 == 0)
					print name, "not", "enough"
				if (i % 17 == 0)
					print ""
				if (i % 19 == 0)
					put("\\x61/" i ".txt", n, "escaped")
				if (i % 101 == 0)
					put(name, n, long)
				if (i % 103 == 0)
					put(name, n, "\377")
				# headers: the same one; with a name in front; another one
				if (i % 211 == 0)
					print "doc", "line", "sec", "item", "kind", "at", "text"
				if (i % 307 == 0) {
					print name, "doc", "line", "sec", "kind", "at", "text"
					print "x", name, 9, "", "text", "", "moved"
					print "x", "b/" i, 9, "", "text", "", "moved"
					print "doc", "line", "sec", "item", "kind", "at", "text"
				}
				if (i % 500 == 0) {
					print "doc", "year", "org", "form", "table", "row", "col", "value", "flag", "raw", "line", "about"
					print name, "", "", "", "t3", "new", "total", 1, "", 1, 9, ""
					print "c/" i, "", "", "", "doc", "new", "total", 1, "", 1, 9, ""
					print "doc", "line", "sec", "item", "kind", "at", "text"
				}
			}
			printf "%s\t1\t\t\ttext\t\tno end", "z.txt"
		}'
}

@test "records are the same for any number of threads, wherever they are cut" {
	local n

	odd_records >odd.tsv
	[ "$(wc -c <odd.tsv)" -gt 3000000 ]
	for n in 1 2 5; do
		run -2 --separate-stderr bash -c "'$table' -j$n \
			--rejects=odd.$n.rejects odd.tsv >odd.$n.cells"
		printf '%s\n' "$stderr" >odd.$n.said
	done
	[ "$(wc -l <odd.1.cells)" -gt 15000 ]
	[ "$(wc -l <odd.1.rejects)" -gt 300 ]
	grep -q 'come in several places' odd.1.said
	cut -f 1 odd.1.cells | grep -qx 'b/307'
	cut -f 1 odd.1.cells | grep -qx 'c/500'
	cut -f 1 odd.1.cells | grep -qx 'z.txt'
	for n in 2 5; do
		cmp odd.1.cells odd.$n.cells
		cmp odd.1.rejects odd.$n.rejects
		cmp odd.1.said odd.$n.said
	done
	rm odd.*
}

@test "also when a name begins with a byte order mark or ends with CR" {
	local head=$'doc\tline\tsec\titem\tkind\tat\ttext' bom=$'\xef\xbb\xbf' n name
	local rest=$'\t1\t1\t\ttext\t\tx' cells=$'doc\tform\ttable\trow\tcol\tvalue\traw'

	printf '%s\n' "${bom}a$rest" "${bom}a$rest" "a$rest" >bare.tsv
	printf '%s\n' "$bom$bom$head"$'\tdoc' >marks.tsv
	printf '%s\r\r\n' "$cells" >returns.tsv
	for name in a b a c; do
		printf 'X%s\t%s\n' "$rest" "$name" >>marks.tsv
		printf '%s\tdocument\tt\tr\tc\t5\tRAW\n' "$name" >>returns.tsv
		yes "$name"$'\tdocument\tt\tr\tc\t5\tRAW' | head -n 9000 >>returns.tsv
		yes "X$rest"$'\t'"$name" | head -n 9000 >>marks.tsv
	done
	for name in bare marks returns; do
		for n in 1 3; do
			run -2 --separate-stderr bash -c "'$table' -j$n $name.tsv >$name.$n"
			printf '%s\n' "$stderr" >>$name.$n
		done
		cmp $name.1 $name.3
		grep -q 'come in several places' $name.3
	done
	rm bare.* marks.* returns.*
}

@test "what stands between the records of a document does not fill the memory" {
	[ -r /proc/self/status ] || skip "no /proc"
	local head=$'doc\tline\tsec\titem\tkind\tat\ttext' kb
	local a=$'a\t1\t\t\ttext\t\tx' b=$'b\t1\t\t\ttext\t\ty'

	is_sanitized && skip "the sanitizer keeps freed memory"
	{ printf '%s\n' "$head" "$a"; yes '' | head -c 50000000; echo "$b"; } >blank.tsv
	{ printf '%s\n' "$head" "$a" "$b"; yes "$a" | head -n 3000000; } >twice.tsv
	{ printf '%s\n' "$head"; yes x | head -n 4000000; echo "$b"; } >bad.tsv
	for f in blank twice bad; do
		kb=$(most "$table" -j2 -q --skip-bad --rejects=$f.rejects $f.tsv)
		echo "$f: $kb KiB"
		[ "$kb" -lt 49152 ]
	done
	"$table" -q -j2 blank.tsv | cut -f 1 | grep -qx b
	[ "$(wc -l <bad.rejects)" -eq 4000001 ]
	rm blank.* twice.* bad.*
}

@test "publishers take up little, however long their names are" {
	[ -r /proc/self/status ] || skip "no /proc"
	local kb name

	name=$(printf '%01000d' 0)
	"$table" r/000/000001.* | head -n 1 >publishers.tsv
	seq -f '%.0f' 30000 |
		sed "s/.*/&.txt\\t2023\\t$name&局\\t2021\\tt3\\tnew\\ttotal\\t1\\t\\t1\\t9\\t/" >>publishers.tsv
	kb=$(most "$check" -j1 -r y.carry publishers.tsv)
	rm -f publishers.tsv
	echo "$kb KiB"
	is_sanitized || [ "$kb" -lt 32768 ]
}

# blocks KIND: more of them than a document may have; cells are of tables in turn
blocks() {
	awk -v kind="$1" 'BEGIN {
		OFS = "\t"
		print "doc", "line", "sec", "item", "kind", "at", "text"
		for (i = 1; i <= 2 ^ 20 + 50; i++)
			print "a.txt", i, "", "", kind,
			    kind == "cell" ? i % 2 + 1 ".1.1" : "", "x"
	}'
}

@test "records of more blocks than a document may have are told of and bounded" {
	local kind

	for kind in text cell; do
		blocks "$kind" >blocks.tsv
		run -2 --separate-stderr "$table" blocks.tsv
		[ "${#lines[@]}" -eq 2 ]
		[ "${#stderr_lines[@]}" -ge 50 ]
		[ "${#stderr_lines[@]}" -le 52 ]
		[[ "$stderr" == *'blocks.tsv:1048627: too many blocks in one document' ]]
	done
}

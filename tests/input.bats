#!/usr/bin/env bats
# From operands to documents: what test_input finds in files, folders, archives.

setup_file() {
	export LC_ALL=C.UTF-8
	T="$(cd "${B:-build}" && pwd)/tests/test_input"
	export T
	cd "$BATS_FILE_TMPDIR" || exit
	mkdir -p r/cixi r/ninghai
	printf '一、总体情况\n甲机关\n' > r/cixi/a.txt
	printf '二、主动公开\n' > r/cixi/b.txt
	printf '乙机关报告\n' > r/ninghai/a.txt
	printf 'a\tb\n1\t2\n3\t4\n' > r/z.tsv
	mkdir m
	for i in 1 2 3 4 5 6 7 8 9; do
		seq -f "第 %g 行 $i" 1 3000 | sort -R > "m/$i.txt"
	done
}

setup() {
	bats_require_minimum_version 1.5.0
	cd "$BATS_FILE_TMPDIR" || exit
}

need() {
	for tool; do
		command -v "$tool" > /dev/null || skip "$tool is not installed"
	done
}

# The documents under $1, without the name of the container, in byte order.
documents_of() {
	"$T" "$1" | sed "s,^$1/,," | LC_ALL=C sort
}

# An archive of r, in a format that bsdtar knows, holds what the folder holds.
same_as_folder() {
	need bsdtar
	bsdtar "$@" -cf "r.$BATS_TEST_NUMBER" -C r cixi ninghai z.tsv
	diff <(documents_of r) <(documents_of "r.$BATS_TEST_NUMBER")
}

# Two thirds of an archive of m: some documents come, and there is a message.
cut_archive() {
	local size

	size=$(stat -c %s "$1")
	head -c $((size * 2 / 3)) "$1" > "cut.$1"
	run --separate-stderr timeout 20 "$T" --addresses "cut.$1"
	[ "$status" -eq 2 ]
	[ "${#lines[@]}" -ge "$2" ]
	[ "${#lines[@]}" -lt 9 ]
	[[ "$stderr" == *"cut.$1"* ]]
}

# --- folders ---------------------------------------------------------------

@test "a folder is walked in byte order of names" {
	run "$T" --addresses r
	[ "$status" -eq 0 ]
	[ "$output" = $'r/cixi/a.txt\nr/cixi/b.txt\nr/ninghai/a.txt\nr/z.tsv' ]
}

@test "slashes at the end of a folder do not show in addresses" {
	diff <("$T" r) <("$T" r//)
}

@test "hidden files, links to folders and system files are passed over" {
	mkdir -p h/.git h/__MACOSX h/d
	for f in h/.git/x h/.x h/__MACOSX/x 'h/~$a.docx' h/Thumbs.db h/d/ok; do
		echo text > "$f"
	done
	ln -sfn ../h h/loop
	ln -sf d/ok h/link
	run "$T" --addresses h
	[ "$status" -eq 0 ]
	[ "$output" = $'h/d/ok\nh/link' ]
}

@test "a hidden file that is named is read" {
	run "$T" --addresses h/.x h/.git
	[ "$output" = $'h/.x\nh/.git/x' ]
}

@test "a folder without a file is told: it may be the wrong one" {
	mkdir -p void/void
	run -2 --separate-stderr "$T" void
	[ -z "$output" ]
	[[ "$stderr" == *"void: no file in this folder" ]]
	: >void/void/.hidden
	run -2 "$T" void
	echo x >void/void/x
	run -0 "$T" void
	run -0 "$T" --exclude x void
	[ -z "$output" ]
}

@test "an archive without a file is told, too, and a folder in one" {
	rm -rf none && mkdir -p none/in none/with
	printf 'PK\5\6' > none.zip && truncate -s 22 none.zip
	tar -C none -cf none.tar in
	gzip -c none.tar > none.tgz
	mkdir -p links && ln -sf nowhere links/a && tar -cf link.tar links
	for f in none.zip none.tar none.tgz link.tar; do
		run -2 --separate-stderr "$T" $f
		[ "$stderr" = "test_input: $f: no file in this archive" ]
	done
	run -2 "$T" none.tar/in
	[ "$output" = "test_input: none.tar/in: no file in this folder" ]
	run -2 "$T" none.tar/out
	[ "$output" = "test_input: none.tar/out: no such member" ]
	# below an operand, and where a glob leaves nothing, it is as with folders
	cp none.tar none.zip none/with
	run -0 "$T" none/with
	[ -z "$output" ]
	tar -cf with.tar none/with
	run -0 "$T" with.tar
	run -2 "$T" with.tar/none/with/none.zip
	[[ "$output" == *"none.zip: no file in this archive" ]]
	tar -cf r.tar r
	run -0 "$T" --exclude='*' r.tar
	run -0 "$T" r.tar/r/cixi
}

@test "a folder that cannot be read is not called empty" {
	[ "$(id -u)" -ne 0 ] || skip "root reads every folder"
	mkdir -p shut/shut
	chmod 0 shut/shut
	run -2 --separate-stderr "$T" shut
	chmod 700 shut/shut
	[[ "$stderr" == *"shut/shut: "* && "$stderr" != *"no file"* ]]
}

@test "very deep folders end in a message" {
	mkdir -p deep
	(cd deep && for i in $(seq 150); do mkdir d && cd d || exit; done; echo x > x)
	run timeout 10 "$T" deep
	[ "$status" -eq 2 ]
	[[ "$output" == *"nested too deep"* && "$output" != *"no file"* ]]
}

@test "a missing file is told and the others are still read" {
	run --separate-stderr "$T" --addresses nofile r/cixi/a.txt
	[ "$status" -eq 2 ]
	[ "$output" = r/cixi/a.txt ]
	[ "$stderr" = "test_input: nofile: cannot open: No such file or directory" ]
}

@test "a named pipe is read" {
	mkfifo pipe
	cat r/cixi/a.txt > pipe &
	run "$T" pipe
	wait
	[ "$status" -eq 0 ]
	[[ "$output" == pipe$'\t'UTF-8* ]]
}

# --- archives --------------------------------------------------------------

@test "tar holds what the folder holds" { same_as_folder --format=ustar; }
@test "pax holds what the folder holds" { same_as_folder --format=pax; }
@test "gnutar holds what the folder holds" { same_as_folder --format=gnutar; }
@test "tar.gz holds what the folder holds" { same_as_folder -z; }
@test "tar.bz2 holds what the folder holds" { same_as_folder -j; }
@test "tar.xz holds what the folder holds" { same_as_folder -J; }
@test "tar.lzma holds what the folder holds" { same_as_folder --lzma; }
@test "tar.zst holds what the folder holds" { same_as_folder --zstd; }
@test "tar.lz4 holds what the folder holds" { same_as_folder --lz4; }
@test "tar.Z holds what the folder holds" { same_as_folder -Z; }
@test "streamed zip holds what the folder holds" { same_as_folder --format=zip; }
@test "7z holds what the folder holds" { same_as_folder --format=7zip; }

@test "zip holds what the folder holds" {
	need zip
	(cd r && zip -qr ../r.zip .)
	diff <(documents_of r) <(documents_of r.zip)
}

@test "an archive from a pipe holds what the file holds" {
	need zip bsdtar
	bsdtar -czf p.tgz r
	bsdtar --format=7zip -cf p.7z r
	zip -qr p.zip r
	for f in p.tgz p.zip p.7z; do
		diff <("$T" "$f" | sed 's/^[^/]*//') <(cat "$f" | "$T" | sed 's/^-//')
		diff <("$T" "$f" | sed 's/^[^/]*//') <("$T" - < "$f" | sed 's/^-//')
	done
}

@test "a zip that is too long to hold is read as it comes" {
	need zip
	zip -qr long.zip m
	diff <("$T" --addresses long.zip | sed 's/^[^/]*//') \
	    <(cat long.zip | "$T" --max-document=60K --addresses | sed 's/^-//')
}

@test "archives nest, and addresses name every step" {
	need zip bsdtar
	bsdtar -czf inner.tar.gz r
	zip -q all.zip inner.tar.gz r/z.tsv
	run "$T" --addresses all.zip
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 5 ]
	[[ "$output" == *all.zip/inner.tar.gz/r/cixi/a.txt* ]]
	[ "${lines[4]}" = all.zip/r/z.tsv ]
}

@test "an address inside an archive is an operand, for a member or a folder" {
	run "$T" --addresses all.zip/inner.tar.gz/r/ninghai/a.txt
	[ "$status" -eq 0 ]
	[ "$output" = all.zip/inner.tar.gz/r/ninghai/a.txt ]
	run "$T" --addresses all.zip/inner.tar.gz/r/cixi/
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 2 ]
	diff <("$T" --addresses all.zip/r) <(echo all.zip/r/z.tsv)
	diff <("$T" --addresses -- -/r < all.zip) <(echo -/r/z.tsv)
}

@test "every address that comes out can be given back" {
	"$T" --addresses all.zip > addresses
	mapfile -t list < addresses
	diff addresses <("$T" --addresses "${list[@]}")
}

@test "an address that is not in the archive is told" {
	run "$T" all.zip/inner.tar.gz/r/ci
	[ "$status" -eq 2 ]
	[ "$output" = "test_input: all.zip/inner.tar.gz/r/ci: no such member" ]
	run "$T" r/cixi/a.txt/b
	[ "$status" -eq 2 ]
	[ "$output" = "test_input: r/cixi/a.txt/b: no such member" ]
}

@test "archives are known by content, not by name" {
	need bsdtar
	bsdtar -czf tgz.txt r
	cp r/cixi/a.txt text.zip
	run "$T" --addresses tgz.txt text.zip
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 5 ]
	[ "${lines[4]}" = text.zip ]
}

@test "a compressed file keeps its address" {
	gzip -kf r/cixi/b.txt
	mv r/cixi/b.txt.gz .
	run "$T" b.txt.gz
	[ "$status" -eq 0 ]
	[[ "$output" == b.txt.gz$'\tUTF-8\t19\t0\t'*$'\t二、主动公开' ]]
}

@test "the parts of a gzip file follow one another; zeros behind it do not count" {
	cat b.txt.gz b.txt.gz > two.gz
	head -c 100 /dev/zero >> two.gz
	run "$T" two.gz
	[ "$status" -eq 0 ]
	[[ "$output" == two.gz$'\tUTF-8\t38\t'* ]]
}

@test "names in an archive cannot leave it or break a line" {
	need bsdtar
	echo text > plain
	bsdtar -P -cf evil.tar -s '|.*|/../a//./b'$'\n''c|' plain
	run "$T" --addresses evil.tar
	[ "$status" -eq 0 ]
	[ "$output" = evil.tar/__/a/b_c ]
	run "$T" --addresses "evil.tar/__/a/b_c"
	[ "$status" -eq 0 ]
}

# A zip with one stored member: a name of six GBK bytes, the text "ok\n".
gbk_zip() {
	local crc='\x7d\x0e\x16\xda'
	local head='\x0a\0\0\0\0\0\0\0\x21\x58'$crc'\3\0\0\0\3\0\0\0\6\0\0\0'
	local name='\xb1\xa8.txt'

	printf 'PK\3\4'"$head$name"'ok\n'
	printf 'PK\1\2\x0a\0'"$head"'\0\0\0\0\0\0\0\0\0\0\0\0'"$name"
	printf 'PK\5\6\0\0\0\0\1\0\1\0\x34\0\0\0\x27\0\0\0\0\0'
}

# le N BYTES: a number as a zip has it
le() {
	local i

	for ((i = 0; i < $2; i++)); do
		printf '%b' "\\x$(printf %02x $(($1 >> 8 * i & 255)))"
	done
}

# stored_zip NAME=FIELDS ...: stored members that hold "ok\n".  FIELDS, all optional:
# at: where the directory says the member is; crc, full: what it says of it;
# extra: its extra field, in hexadecimal; system; mode: what kind of file; block: it
# is a deflate stream of one block (8 bytes), and the directory says of that length.
stored_zip() {
	local m name at crc full extra block system mode count=0

	: > zip.body
	: > zip.directory
	for m; do
		name=${m%%=*} at=$(stat -c %s zip.body)
		crc=$((0xda160e7d)) full=3 extra='' block=0 system=3 mode=0
		[ -z "${m#*=}" ] || local "${m#*=}"
		{ printf 'PK\3\4'; le 10 2; le 0 2; le $((block ? 8 : 0)) 2; le 0 4
			le $((0xda160e7d)) 4; le $((block ? 8 : 3)) 4; le 3 4; le ${#name} 2; le 0 2
			printf '%s' "$name"
			((block == 0)) || printf '\1\3\0\374\377'
			echo ok; } >> zip.body
		{ printf 'PK\1\2'; le 10 1; le "$system" 1; le 10 2; le 0 2
			le $((block ? 8 : 0)) 2; le 0 4; le "$crc" 4
			le $((block ? block : 3)) 4; le "$full" 4
			le ${#name} 2; le $((${#extra} / 2)) 2; le 0 6
			le $((mode << 16)) 4; le "$at" 4; printf '%s' "$name"
			printf '%b' "$(sed 's/../\\x&/g' <<< "$extra")"
		} >> zip.directory
		count=$((count + 1))
	done
	cat zip.body zip.directory
	printf 'PK\5\6'; le 0 4; le "$count" 2; le "$count" 2
	le "$(stat -c %s zip.directory)" 4; le "$(stat -c %s zip.body)" 4; le 0 2
}

@test "members of a zip come in the order in which they lie in it" {
	stored_zip a= b= c= > order.zip
	run "$T" --addresses order.zip
	[ "$status" -eq 0 ]
	[ "$output" = $'order.zip/a\norder.zip/b\norder.zip/c' ]
	stored_zip b=at=34 a=at=0 > turned.zip
	run "$T" --addresses turned.zip
	[ "$status" -eq 0 ]
	[ "$output" = $'turned.zip/a\nturned.zip/b' ]
}

@test "what the directory of a zip says of a member is verified" {
	stored_zip a= b=crc=7 c=at=1 d= > wrong.zip
	run --separate-stderr "$T" --addresses wrong.zip
	[ "$status" -eq 2 ]
	[ "$output" = $'wrong.zip/a\nwrong.zip/d' ]
	[ "${#stderr_lines[@]}" -eq 2 ]
	[ "${stderr_lines[0]}" = "test_input: wrong.zip/c: lies in another member: not read" ]
	[ "${stderr_lines[1]}" = "test_input: wrong.zip/b: damaged or cut off: its checksum is wrong" ]
	run -0 "$T" --addresses --exclude='[bc]' wrong.zip
	run -0 "$T" wrong.zip/d
	# one whose packed bytes are said to be more does not take its neighbours away
	stored_zip a= b=block=40 c= > long.zip
	run --separate-stderr "$T" --addresses long.zip
	[ "$output" = $'long.zip/a\nlong.zip/c' ]
	[ "$stderr" = "test_input: long.zip/b: damaged or cut off: its length is wrong" ]
	stored_zip b=block=8 > block.zip
	run -0 "$T" --addresses block.zip
}

@test "many members of a zip at one place are read once" {
	local twice=()

	for i in {1..30}; do twice+=("$i=at=0"); done
	stored_zip "${twice[@]}" > twice.zip
	run --separate-stderr "$T" --addresses twice.zip
	[ "$status" -eq 2 ]
	[ "${#lines[@]}" -eq 1 ]
	[ "${#stderr_lines[@]}" -eq 29 ]
	[[ "$stderr" == *"twice.zip/30: lies in another member"* ]]
	stored_zip a= a=at=0 b= > again.zip # only the directory names it twice
	run -0 "$T" --addresses again.zip
	[ "$output" = $'again.zip/a\nagain.zip/b' ]
}

@test "what zip read from a pipe is a file, a link is none" {
	stored_zip pipe=mode=$((010600)) link=mode=$((0120777)) folder/= > kinds.zip
	run -0 "$T" --addresses kinds.zip
	[ "$output" = kinds.zip/pipe ]
}

@test "a large zip, whose numbers stand elsewhere, is read as any other" {
	need zip
	(cd r && zip -qr -fz ../large.zip .)
	mkdir -p none && echo broken > none/libarchive.so.13
	LD_LIBRARY_PATH=$PWD/none run -0 "$T" large.zip
	diff <(documents_of r) <(documents_of large.zip)
}

@test "a damaged member beside one of another method is passed over, too" {
	need zip
	cp m/1.txt two.txt
	zip -q mixed.zip m/2.txt m/3.txt m/4.txt
	zip -q -Z bzip2 mixed.zip two.txt || skip "this zip has no bzip2"
	printf '\377\377\377\377' | dd of=mixed.zip bs=1 seek=5000 conv=notrunc 2> /dev/null
	run --separate-stderr "$T" --addresses mixed.zip
	[ "$status" -eq 2 ]
	[ "${#lines[@]}" -eq 3 ]
}

@test "names of zip members: the UTF-8 one counts, backslashes of Windows are slashes" {
	# 0x7075: version, checksum of the name "a", "报"
	stored_zip a=extra=757008000143beb7e8e68aa5 'f\g=system=0' 'h\i=' > names.zip
	run "$T" --addresses names.zip
	[ "$status" -eq 0 ]
	[ "$output" = $'names.zip/报\nnames.zip/f/g\nnames.zip/h/i' ]
	# bytes that are no UTF-8 do not count
	stored_zip a=extra=757008000143beb7e8e68aff > names.zip
	run "$T" --addresses names.zip
	[ "$output" = names.zip/a ]
	# of another name: it does not count
	stored_zip b=extra=757008000143beb7e8e68aa5 > names.zip
	run "$T" --addresses names.zip
	[ "$output" = names.zip/b ]
}

@test "a zip with other bytes in front is a binary file" {
	{ echo '#!/bin/sh'; stored_zip a= b=; } > front.zip
	run -0 "$T" front.zip
	[ "${#lines[@]}" -eq 1 ]
	[[ "$output" == $'front.zip\tbinary binary\t'* ]]
}

@test "a zip of other methods is read, too" {
	need zip
	zip -q -Z bzip2 bzip2.zip r/cixi/a.txt || skip "this zip has no bzip2"
	run "$T" --addresses bzip2.zip
	[ "$output" = bzip2.zip/r/cixi/a.txt ]
}

@test "names in GBK are decoded" {
	gbk_zip > gbk.zip
	run "$T" --addresses gbk.zip
	[ "${lines[0]}" = gbk.zip/报.txt ]
	run "$T" --addresses --name-charset=GBK gbk.zip/报.txt
	[ "${lines[0]}" = gbk.zip/报.txt ]
}

@test "an unknown --name-charset is a mistake" {
	run "$T" --name-charset=nonsense r
	[ "$status" -eq 2 ]
	[[ "$output" == *"--name-charset"* ]]
	run -2 "$T" --name-charset= r
	[[ "$output" == *'--name-charset wants NAME, not ""' ]]
}

@test "encrypted members are told, the others read" {
	need zip
	zip -q -P secret enc.zip r/cixi/a.txt
	zip -q enc.zip r/cixi/b.txt
	run --separate-stderr "$T" --addresses enc.zip
	[ "$status" -eq 2 ]
	[ "$output" = enc.zip/r/cixi/b.txt ]
	[[ "$stderr" == *"enc.zip/r/cixi/a.txt: encrypted"* ]]
}

@test "an encrypted 7z is told" {
	need 7z
	7z a -psecret -mhe=on enc.7z r > /dev/null
	run "$T" enc.7z
	[ "$status" -eq 2 ]
	[[ "$output" == *"encrypted"* ]]
}

@test "an archive of a kind that is not read is told" {
	printf 'Rar!\032\007\001\000rest' > x.rar
	run "$T" x.rar
	[ "$status" -eq 2 ]
	[[ "$output" == "test_input: x.rar: RAR archives cannot be read"* ]]
}

@test "a Word file is one document wherever it stands" {
	need zip
	mkdir -p w/word w/_rels
	echo '<Types/>' > 'w/[Content_Types].xml'
	echo '<r/>' > w/_rels/.rels
	echo '<d/>' > w/word/document.xml
	(cd w && zip -qr ../a.docx . -i '*.rels' '*.xml')
	(cd w && zip -qr0 ../b.docx word _rels '[Content_Types].xml')
	rm -f word.zip && zip -q0 word.zip a.docx b.docx
	gzip -k a.docx
	for f in a.docx b.docx a.docx.gz; do
		run "$T" "$f"
		[ "$status" -eq 0 ]
		[[ "$output" == "$f"$'\tbinary zip\t'* ]]
	done
	run "$T" < b.docx
	[[ "$output" == -$'\tbinary zip\t'* ]]
	run "$T" --addresses word.zip
	[ "$output" = $'word.zip/a.docx\nword.zip/b.docx' ]
}

# --- damage ----------------------------------------------------------------

# put_at FILE PLACE: standard input takes the place of what the file has there
put_at() {
	dd of="$1" bs=1 seek="$2" conv=notrunc 2> /dev/null
}

@test "a truncated tar gives the members before" {
	need bsdtar
	bsdtar -cf m.tar m
	cut_archive m.tar 4
}

@test "a tar cut between two members is told" {
	local at

	tar --format=ustar -cf r.tar r/cixi/a.txt r/cixi/b.txt r/ninghai/a.txt
	at=$(tar -tRf r.tar | awk 'NR == 3 { print 512 * $2 }')
	head -c "$at" r.tar >cut.tar
	gzip -k cut.tar
	for cut in cut.tar cut.tar.gz; do
		run --separate-stderr "$T" --addresses $cut
		[ "$status" -eq 2 ]
		[ "$output" = "$(printf '%s\n' $cut/r/cixi/a.txt $cut/r/cixi/b.txt)" ]
		[[ "$stderr" == *": $cut: cut off: the end of the tar is missing" ]]
	done
	truncate -s +512 cut.tar # less than a tar ends with, but it is meant
	run -0 "$T" --addresses cut.tar
	{ cat r.tar; echo more; } >long.tar
	run -0 "$T" --addresses long.tar
	[ "${#lines[@]}" -eq 3 ]
}

@test "a tar behind the end of another is told" {
	tar --format=ustar -cf r.tar r
	tar --format=v7 -cf m.tar m
	gzip -kf r.tar m.tar
	cat r.tar m.tar > two.tar
	cat r.tar.gz m.tar.gz > two.tgz
	for two in two.tar two.tgz; do
		run -2 --separate-stderr "$T" --addresses $two
		[ "${#lines[@]}" -eq 4 ]
		[ "$stderr" = "test_input: $two: another tar follows its end: not read" ]
		run -2 "$T" --addresses < <(head -c 5000 $two; sleep 0.2; tail -c +5001 $two)
		[[ "$output" == *": -: another tar follows"* ]]
	done
	# one block of zeros is an end, and what comes next may come in pieces
	tar --format=ustar -b 1 -cf short.tar m/1.txt
	truncate -s -512 short.tar
	cut=$(($(wc -c < short.tar) + 100))
	cat short.tar m.tar > two.tar
	run -2 "$T" --addresses < <(head -c $cut two.tar; sleep 0.2; tail -c +$((cut + 1)) two.tar)
	[[ "$output" == *": -: another tar follows"* ]]
	truncate -s +66M r.tar # zeros are no tar, and may be many
	run -0 "$T" r.tar
	cat m.tar >> r.tar
	run -2 "$T" --addresses r.tar
	[[ "$output" == *": r.tar: another tar follows"* ]]
}

@test "one bad header of a tar does not take the others with it" {
	local at

	tar --format=ustar -cf r.tar m/1.txt m/2.txt r/cixi/a.txt r/cixi/b.txt
	at=$(tar -tRf r.tar | awk 'NR == 2 { print $2 }')
	cp r.tar head.tar
	printf 'Z%.0s' {1..512} | # and no block of text behind it is a header
		dd of=head.tar bs=512 seek="${at%:}" conv=notrunc 2> /dev/null
	gzip -k head.tar
	for bad in head.tar head.tar.gz; do
		run --separate-stderr "$T" --addresses $bad
		[ "$status" -eq 2 ]
		[ "$output" = "$(printf "$bad/%s\n" m/1.txt r/cixi/a.txt r/cixi/b.txt)" ]
		[ "${#stderr_lines[@]}" -eq 1 ]
		[[ "$stderr" == "test_input: $bad: damaged or cut off: "* ]]
		[[ "$stderr" != *INTERNAL* ]]
	done
}

@test "a truncated tar.gz gives the members before" {
	need bsdtar
	bsdtar -czf m.tar.gz m
	cut_archive m.tar.gz 4
}

@test "a truncated tar.xz gives the members before" {
	need bsdtar
	bsdtar -cJf m.tar.xz m
	cut_archive m.tar.xz 1
}

@test "a truncated zip gives the members before" {
	need zip
	zip -qr m.zip m
	cut_archive m.zip 4
}

@test "a truncated 7z is told" {
	need bsdtar
	bsdtar --format=7zip -cf m.7z m
	cut_archive m.7z 0
}

@test "a zip that has lost only its end is told" {
	head -c -4 m.zip > end.zip
	run --separate-stderr "$T" --addresses end.zip
	[ "$status" -eq 2 ]
	[ "${#lines[@]}" -eq 9 ]
	[ "$stderr" = "test_input: end.zip: cut off: the end of the zip is missing" ]
}

@test "one bad member of a zip does not take the others with it" {
	cp m.zip bad.zip
	printf '\377\377\377\377' | dd of=bad.zip bs=1 seek=5000 conv=notrunc 2> /dev/null
	run --separate-stderr "$T" --addresses bad.zip
	[ "$status" -eq 2 ]
	[ "${#lines[@]}" -eq 8 ]
	[[ "$stderr" == "test_input: bad.zip/m/"*".txt: damaged"* ]]
}

@test "bad members of a zip without its directory: what is lost with them is told" {
	local heads

	need zip
	rm -f astray.zip && zip -q astray.zip m/[1-6].txt
	mapfile -t heads < <(LC_ALL=C grep -obUaP 'PK\x03\x04' astray.zip | cut -d: -f1)
	# the directory is said to lie behind the end, the second member to be longer
	printf '\177' | put_at astray.zip $(($(stat -c %s astray.zip) - 3))
	printf '\37' | put_at astray.zip $((heads[1] + 19)) # by some hundred bytes
	for bad in 1 3 5; do
		cp astray.zip astray.$bad.zip
		printf '\377%.0s' {1..40} | put_at astray.$bad.zip $((heads[bad] + 60))
		run --separate-stderr "$T" --addresses astray.$bad.zip
		[ "$status" -eq 2 ]
		[[ "$output" == *astray.$bad.zip/m/1.txt* ]]
		[[ "$stderr" == *"astray.$bad.zip: not read to its end" ]]
		[[ "$stderr" != *INTERNAL* ]]
	done
}

@test "a zip read as it comes: members lost by a wrong length of another are told, as is a cut end" {
	need zip
	head -c 70000 /dev/urandom > skipped.bin
	rm -f long.zip && zip -q0 long.zip m/1.txt skipped.bin m/2.txt m/3.txt
	run -0 --separate-stderr "$T" --addresses --max-document=60K --include='*.txt' - < <(cat long.zip)
	[ "$output" = "$(printf -- '-/m/%s.txt\n' 1 2 3)" ]
	mapfile -t heads < <(LC_ALL=C grep -obUaP 'PK\x03\x04' long.zip | cut -d: -f1)
	cp long.zip lies.zip # it has 70,000 bytes and says that it is some more
	printf '\260' | put_at lies.zip $((heads[1] + 18))
	run -2 --separate-stderr "$T" --addresses --max-document=60K --include='*.txt' - < <(cat lies.zip)
	[ "$output" = "$(printf -- '-/m/%s.txt\n' 1 3)" ]
	[ "$stderr" = "test_input: -: 1 of its 4 members were not found: the length that another one states is wrong" ]
	run -2 --separate-stderr "$T" --addresses --max-document=60K --include='*.txt' - < <(head -c -5 long.zip)
	[ "$output" = "$(printf -- '-/m/%s.txt\n' 1 2 3)" ]
	[ "$stderr" = "test_input: -: cut off: the end of the zip is missing" ]
	echo 'a comment' | zip -qz long.zip
	run -0 "$T" --addresses --max-document=60K --include='*.txt' - < <(cat long.zip)
}

@test "a wrong checksum at the end of gzip is told" {
	cp b.txt.gz crc.gz
	printf 'xx' | dd of=crc.gz bs=1 conv=notrunc \
	    seek=$(($(stat -c %s crc.gz) - 7)) 2> /dev/null
	run "$T" crc.gz
	[ "$status" -eq 2 ]
	[[ "$output" == "test_input: crc.gz: damaged"* ]]
	cp m.tar.gz crc.tgz
	printf 'xx' | dd of=crc.tgz bs=1 conv=notrunc \
	    seek=$(($(stat -c %s crc.tgz) - 7)) 2> /dev/null
	run --separate-stderr "$T" --addresses crc.tgz
	[ "$status" -eq 2 ]
	[ "${#lines[@]}" -eq 9 ]
}

@test "random bytes are no text and no archive" {
	for i in 1 2 3 4 5; do
		head -c 5000 /dev/urandom > random
		run timeout 10 "$T" random
		[ "$status" -eq 0 ]
		[[ "$output" == random$'\tbinary '* ]]
	done
}

@test "empty input is told, for a file, a member and a pipe" {
	need bsdtar
	: > empty
	bsdtar -cf empty.tar empty plain
	run --separate-stderr "$T" --addresses empty empty.tar
	[ "$status" -eq 2 ]
	[ "$output" = empty.tar/plain ]
	[ "$stderr" = $'test_input: empty: empty input\ntest_input: empty.tar/empty: empty input' ]
	run "$T" < /dev/null
	[ "$status" -eq 2 ]
	[ "$output" = "test_input: -: empty input" ]
}

@test "standard input is read once" {
	run --separate-stderr "$T" --addresses - - < plain
	[ "$status" -eq 2 ]
	[ "$output" = - ]
	[ "$stderr" = "test_input: -: standard input was read already" ]
}

# --- encodings -------------------------------------------------------------

@test "GB18030, UTF-16 and byte order marks give the same text" {
	need iconv
	printf '政府信息公开 2023\n' > utf8
	iconv -f UTF-8 -t GB18030 utf8 > gb
	(printf '\377\376' && iconv -f UTF-8 -t UTF-16LE utf8) > le
	(printf '\376\377' && iconv -f UTF-8 -t UTF-16BE utf8) > be
	(printf '\357\273\277' && cat utf8) > bom
	"$T" utf8 gb le be bom > found
	[ "$(cut -f 2 found | paste -s)" = $'UTF-8\tGB18030\tUTF-16LE\tUTF-16BE\tUTF-8' ]
	[ "$(cut -f 3- found | sort -u | wc -l)" -eq 1 ]
}

@test "what cannot be decoded is told once, and the text still comes" {
	(cat gb && printf '\200 \200\n') > euro
	run --separate-stderr "$T" euro
	[ "$status" -eq 2 ]
	[[ "$output" == euro$'\tGB18030\t'*$'\t2\t'*$'\t政府信息公开 2023' ]]
	[ "$stderr" = "test_input: euro: 2 characters could not be decoded as GB18030; they are U+FFFD now" ]
}

@test "UTF-8 that was cut inside a character stays UTF-8" {
	head -c 17 utf8 > short
	run --separate-stderr "$T" short
	[[ "$output" == short$'\tUTF-8\t'*$'\t政府信息公�'* ]]
}

@test "a NUL is replaced and counted" {
	printf '一、总体情况\0甲机关 2023 年\n' > nul
	run --separate-stderr "$T" nul
	[ "$status" -eq 2 ]
	[[ "$output" == nul$'\tUTF-8\t'*$'\t1\t'*$'\t一、总体情况�甲机关 2023 年' ]]
}

@test "pictures and office files are documents that are no text" {
	printf '%%PDF-1.4\nx' > x.pdf
	printf '\320\317\021\340\241\261\032\341xxxx' > x.doc
	printf '\211PNG\r\n\032\n' > x.png
	run "$T" x.pdf x.doc x.png
	[ "$status" -eq 0 ]
	[ "$(cut -f 2 <<< "$output" | paste -s -d,)" = "binary PDF,binary OLE2,binary PNG" ]
}

# --- records ---------------------------------------------------------------

@test "records are passed on as a stream, also out of an archive" {
	need bsdtar
	(printf 'a\tb\n' && seq -f $'%g\tx' 200000) > records.tsv
	bsdtar -czf records.tgz records.tsv plain
	run "$T" --records --max-document=1K records.tgz
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = $'records.tgz/records.tsv\trecords\t200000' ]
	[[ "${lines[1]}" == records.tgz/plain$'\tUTF-8\t'* ]]
	run "$T" --records < records.tsv
	[ "$output" = $'-\trecords\t200000' ]
}

# --- options ---------------------------------------------------------------

@test "--files0-from reads names from a file or standard input" {
	printf 'r/cixi/b.txt\0all.zip/r' > list
	run "$T" --addresses --files0-from=list
	[ "$status" -eq 0 ]
	[ "$output" = $'r/cixi/b.txt\nall.zip/r/z.tsv' ]
	run "$T" --addresses --files0-from=- < list
	[ "${#lines[@]}" -eq 2 ]
}

@test "--files0-from: empty names, endless names and lists that are not there" {
	(printf 'plain\0\0' && head -c 100000 /dev/zero | tr '\0' x) > odd
	run --separate-stderr "$T" --addresses --files0-from=odd
	[ "$status" -eq 2 ]
	[ "$output" = plain ]
	[[ "$stderr" == *"odd: an empty name"*"odd: a name in the list is too long"* ]]
	: >nonames
	run -2 --separate-stderr "$T" --files0-from=nonames
	[ "$stderr" = "test_input: nonames: an empty list of names" ]
	run -2 --separate-stderr env LC_ALL=zh_CN.UTF-8 "$T" --files0-from=- <nonames
	[ "$stderr" = "test_input: -: 名称列表为空" ]
	run "$T" --files0-from=nolist
	[ "$status" -eq 2 ]
	[[ "$output" == "test_input: nolist: cannot open"* ]]
}

@test "--files0-from and operands exclude each other" {
	run "$T" --files0-from=list plain
	[ "$status" -eq 2 ]
	[ "${#lines[@]}" -eq 1 ]
}

@test "--include and --exclude choose in folders and archives alike" {
	for f in r r.zip; do
		run "$T" --addresses --include='*.tsv' --include='ningh*' "$f"
		[ "$(sort <<< "$output")" = "$f/ninghai/a.txt"$'\n'"$f/z.tsv" ]
		run "$T" --addresses --exclude=cixi --exclude=z.tsv "$f"
		[ "$output" = "$f/ninghai/a.txt" ]
		run "$T" --addresses --include='cixi/*' --exclude='*/a.txt' "$f"
		[ "$output" = "$f/cixi/b.txt" ]
	done
	run "$T" --addresses --include='*.tsv' plain
	[ "$output" = plain ]
}

@test "--include and --exclude without a glob are a mistake" {
	for option in include exclude; do
		run -2 "$T" --$option= r
		[[ "$output" == *"--$option wants GLOB, not \"\"" ]]
		run -2 "$T" --$option=a.txt --$option '' r
	done
}

# notes TEXT ARGUMENTS...: what is said at the end, with status 0
notes() {
	run -0 --separate-stderr "$T" --addresses "${@:2}"
	[ "$stderr" = "${1:+test_input: }$1" ]
}

@test "a glob of --include or --exclude that matches nothing is told" {
	for f in r r.zip; do
		notes '--include: nothing matches "*.tsw"' --include='*.tsw' --include=a.txt $f
		notes '--exclude: nothing matches "cixy"' --exclude=a.txt --exclude=cixy $f
		# not one that matches what another one matches, too
		notes '' --include='*' --include=a.txt --exclude=cixi --exclude='cix?' $f
		notes '' --include='*.txt' --exclude='*' $f
		notes '' --include=cixi --include='cixi/a.txt' $f
	done
	# not one that may match what lies in a folder that is left out, or is hidden
	mkdir -p h/old h/.git && : >h/.git/x && echo a | tee h/a.txt h/old/b.bak >h/.x
	(cd h && zip -q ../h.zip a.txt old/b.bak .git/x .x)
	for f in h h.zip; do
		notes '' --exclude=old --exclude='*.bak' $f
		notes '' --exclude=.git --exclude='.*' --exclude=.x $f
		notes '--exclude: nothing matches ".y"' --exclude=.y --exclude=b.bak $f
	done
	ln -s old h/away
	notes '--exclude: nothing matches "cixy"' --exclude=away --exclude=cixy h
	mkdir g && mv h.zip g
	notes '' --exclude=h.zip --exclude='*.bak' g r
	# where no name is asked for there is no answer
	notes '' --include=x --exclude=y plain
	run -0 --separate-stderr env LC_ALL=zh_CN.UTF-8 "$T" --include=x r
	[ "$stderr" = 'test_input: --include：没有与“x”匹配的内容' ]
	run -2 --separate-stderr "$T" --include=x r no-such-file
	[ "${#stderr_lines[@]}" -eq 1 ]
}

@test "an archive in a folder is opened for the members that are included" {
	mkdir -p f && cp all.zip f/
	run "$T" --addresses --include=a.txt f
	[ "${#lines[@]}" -eq 2 ]
	run "$T" --addresses --include='*.zip' f
	[ "${#lines[@]}" -eq 5 ]
}

# told_with INCLUDE MESSAGE FILE: the message stands alone, --include or not
told_with() {
	for option in --include="$1" --include='*'; do
		run --separate-stderr "$T" --addresses "$option" "${@:4}" "$3"
		[ "$status" -eq 2 ]
		[ "${#stderr_lines[@]}" -eq 1 ]
		[[ "$stderr" == *"$2"* ]]
	done
}

@test "what may hold something that is included, and cannot be read, is told" {
	need zip bsdtar
	rm -rf h && mkdir -p h/cut h/deep h/rar h/long h/empty h/link h/other
	gzip -c r/z.tsv | head -c 12 > h/cut/r.tar.gz
	told_with '*.txt' 'cut/r.tar.gz: damaged' h/cut
	tar -czf h/deep/inner.tar.gz r
	(cd h/deep && zip -qm all.zip inner.tar.gz)
	told_with '*.txt' 'inner.tar.gz: nested in more' h/deep --max-nesting=1
	printf 'Rar!\032\007x' > h/rar/x.dat
	told_with '*.txt' 'rar/x.dat: RAR archives cannot be read' h/rar
	bsdtar --format=7zip -cf m.7z m
	tar -cf h/long/all.tar m.7z
	told_with '*.txt' 'all.tar/m.7z: 7z from a pipe' h/long --max-document=10K
	: > h/empty/x.zip
	told_with '*.txt' 'empty/x.zip: empty input' h/empty
	ln -s nowhere h/link/x.zip
	told_with '*.txt' 'link/x.zip: cannot open' h/link
	# what is excluded, or no archive by its name, is not
	run -0 "$T" --include='*.txt' --exclude='*.gz' h/cut
	: > h/other/x.log
	run -0 "$T" --include='*.txt' h/other
	run -2 "$T" --include='*.log' h/other
}

@test "what may hold something that is included, and cannot be opened, is told" {
	[ "$(id -u)" -ne 0 ] || skip "root opens every file"
	rm -rf closed && mkdir -p closed/sub
	: > closed/r.zip && : > closed/r.log
	chmod 0 closed/*
	run -2 --separate-stderr "$T" --include='*.txt' closed
	chmod 700 closed/*
	[ "${#stderr_lines[@]}" -eq 2 ]
	[[ "$stderr" == *"closed/r.zip: cannot open"*"closed/sub: cannot open"* ]]
}

@test "limits end in a message that names them" {
	need zip
	run --separate-stderr "$T" --max-document=20 r
	[ "$status" -eq 2 ]
	[ "${#lines[@]}" -eq 3 ]
	[ "$stderr" = "test_input: r/cixi/a.txt: larger than 20 bytes (--max-document)" ]
	run --separate-stderr "$T" --max-archive=100K m.zip
	[ "$status" -eq 2 ]
	[ "$stderr" = "test_input: m.zip: stopped: more than 102400 bytes come out of it (--max-archive)" ]
	run --separate-stderr "$T" --max-members=3 r.zip
	[ "$status" -eq 2 ]
	[ "$stderr" = "test_input: r.zip: stopped: more than 3 members (--max-members)" ]
	run --separate-stderr "$T" --max-nesting=1 --addresses all.zip
	[ "$status" -eq 2 ]
	[ "$output" = all.zip/r/z.tsv ]
	[ "$stderr" = "test_input: all.zip/inner.tar.gz: nested in more than 1 archives (--max-nesting)" ]
}

@test "a bomb is stopped by its ratio" {
	need zip
	head -c 8M /dev/zero | zip -q bomb.zip -
	head -c 8M /dev/zero | gzip > bomb.gz
	head -c 8M /dev/zero | xz > bomb.xz
	for f in bomb.zip bomb.gz bomb.xz; do
		run timeout 10 "$T" --max-ratio=200 "$f"
		[ "$status" -eq 2 ]
		[ "$output" = "test_input: $f: stopped: more than 200 bytes come out for each byte in it (--max-ratio)" ]
	done
}

@test "many bombs in an archive are one bomb" {
	need zip
	for i in 1 2 3 4 5 6 7 8; do
		head -c 1000000 /dev/zero | gzip > "b$i.gz"
	done
	rm -f bombs.zip && zip -q bombs.zip b?.gz
	run --separate-stderr timeout 10 "$T" --max-ratio=100 bombs.zip
	[ "$status" -eq 2 ]
	[ "${#lines[@]}" -le 2 ]
	[[ "$stderr" == "test_input: bombs.zip: stopped: "*"(--max-ratio)" ]]
}

@test "messages are also in Chinese" {
	LC_ALL=zh_CN.UTF-8 run "$T" nofile
	[[ "$output" == "test_input: nofile: 无法打开："* ]]
}

@test "without libarchive text and gzip are read, and an archive names what it needs" {
	mkdir -p nolib
	echo broken > nolib/libarchive.so.13
	tar -cf nolib.tar r
	gzip -c r/cixi/a.txt > nolib.txt.gz
	LD_LIBRARY_PATH=$PWD/nolib run --separate-stderr "$T" nolib.tar r/cixi/a.txt nolib.txt.gz
	[ "$status" -eq 2 ]
	[ "${#lines[@]}" -eq 2 ]
	[[ "$stderr" == "test_input: nolib.tar: needs libarchive, which cannot be loaded: "*libarchive.so.13* ]]
	xz -c r/cixi/a.txt > nolib.txt.xz
	LD_LIBRARY_PATH=$PWD/nolib run "$T" nolib.txt.xz
	[ "$status" -eq 2 ]
	[[ "$output" == *"needs libarchive"* ]]
}

#!/usr/bin/env bats
# make install, and what a user sees first.

load lib.bash
setup() {
	source=$(realpath .)
	programs
}

# install into ./to, without building anything that is there
install_to() {
	make -s -C "$source" B="$B" install \
		DESTDIR="$PWD/to" "$@"
}

# placed: what lies below ./to
placed() { (cd to && find . -type f | sed 's|^\./||' | sort); }

# wanted: what lies there when all is installed in usr, for Debian's zsh in the folder $1
wanted() {
	local p

	for p in gx-split gx-table gx-check gx-sum; do
		echo usr/bin/$p
		echo usr/share/bash-completion/completions/$p
		echo usr/share/fish/vendor_completions.d/$p.fish
		echo usr/share/man/man1/$p.1
	done
	printf 'usr/share/man/man5/%s.5\n' gx-records gx-rules gx-forms
	echo "usr/share/zsh/$1/_gx"
}

@test "programs, manuals and completions go where they belong, and away again" {
	install_to PREFIX=/usr
	diff <(placed) <(wanted vendor-completions | sort)
	[ -z "$(find to -type f -empty)" ]
	[ -x to/usr/bin/gx-sum ]
	: >to/usr/bin/other
	make -s -C "$source" uninstall DESTDIR="$PWD/to" PREFIX=/usr
	[ "$(placed)" = usr/bin/other ]
}

@test "without a PREFIX all goes to /usr/local" {
	install_to
	diff <(placed) <(wanted site-functions | sed 's|^usr|usr/local|' | sort)
	make -s -C "$source" uninstall DESTDIR="$PWD/to"
	[ -z "$(placed)" ]
}

@test "a folder with blanks in its name is one folder" {
	: >keep
	make -s -C "$source" B="$B" install DESTDIR="$PWD/keep to" PREFIX="/opt/g x"
	[ "$(find keep* -type f -path '*to/opt/g x/*' | wc -l)" -eq "$(wanted x | wc -l)" ]
	"keep to/opt/g x/bin/gx-sum" --version
	make -s -C "$source" uninstall DESTDIR="$PWD/keep to" PREFIX="/opt/g x"
	[ "$(find . -type f)" = ./keep ]
}

@test "the installed programs need nothing of the source" {
	install_to
	"$gen" --seed=3 --form=2021 --layout=tsv --fault=t4total >r.txt
	mkdir elsewhere
	cd elsewhere
	diff <("$table" ../r.txt) <(../to/usr/local/bin/gx-table ../r.txt)
	run env -i "$PWD/../to/usr/local/bin/gx-check" --no-header -r t4.total ../r.txt
	[ "$status" -eq 1 ]
	[[ "$output" == *t4.total* ]]
	run -0 env -i "$PWD/../to/usr/local/bin/gx-sum" --form ../r.txt
	[[ "$output" == *"2021"* ]]
}

@test "--version is one line" {
	local p

	for p in split table check sum; do
		run -0 --separate-stderr "$B/gx-$p" --version
		[ "${#lines[@]}" -eq 1 ]
		[[ "$output" == "gx-$p "* ]]
		[ -z "$stderr" ]
	done
}

@test "--help tells every option, in English and in Chinese" {
	local p

	for p in split table check sum; do
		run -0 --separate-stderr "$B/gx-$p" --help
		[[ "${lines[0]}" == "usage: gx-$p "* ]]
		[[ "$output" == *"--output=FILE"*"--help"*"--version"*"Exit status: 0 "* ]]
		[ -z "$stderr" ]
		[ -z "$(grep -P '[^\x00-\x7f]' <<<"$output")" ]
		[ "$("$B/gx-$p" -h)" = "$output" ]
		grep -o -- '--[a-z0-9-]*' <<<"$output" | sort -u >options
		run -0 env LC_ALL=zh_CN.UTF-8 "$B/gx-$p" --help
		diff options <(grep -o -- '--[a-z0-9-]*' <<<"$output" | sort -u)
		grep -qP '\p{Han}' <<<"$output"
		# a title, then options, for each group; no line is left in English
		[ -z "$(grep -P '^ .*--' <<<"$output" | grep -vP '\p{Han}' |
			grep -vE 'GB18030')" ]
	done
}

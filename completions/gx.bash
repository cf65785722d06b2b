# Completion of gx-split, gx-table, gx-check and gx-sum for bash.
#
# Options, and the words that an option takes, come from --help at the time of
# completion, so they are never out of date.  Needs nothing but bash.

# The columns of the first file on the command line that has a header of records,
# else those of a cell.
_gx_columns()
{
	local file head

	for file in "${@:2}"; do
		[[ -f $file ]] || continue
		head=$(head -c 4096 -- "$file" 2>/dev/null | tr -d '\0' | head -n 1)
		[[ $head == *$'\t'* ]] && break
		head=
	done
	[[ -n $head ]] || head=$("${1/%gx-sum/gx-table}" 2>/dev/null </dev/null)
	tr '\t' '\n' <<<"$head"
}

# The words that a line of --help names: "colour: auto, always or never".
_gx_words()
{
	sed -E 's/^.*=[^ ]+ +//; s/\([^)]*\)//g; s/^.*: //; s/,| or / /g' <<<"$1" |
		tr -s ' ' '\n'
}

_gx()
{
	local program=$1 line=${COMP_LINE:0:COMP_POINT} word option help about
	local stem='' base candidates files
	local -a words

	read -ra words <<<"$line"
	word=
	[[ $line == *[[:space:]] ]] || word=${words[-1]}
	option=
	if [[ $word == --*=* ]]; then
		option=${word%%=*} stem=${word%%=*}=
	elif [[ -z $word ]]; then
		option=${words[-1]}
	elif ((${#words[@]} > 1)); then
		option=${words[-2]}
	fi
	help=$(LC_ALL=C "$program" --help 2>/dev/null) || return
	COMPREPLY=()

	# the line of an option that takes an argument
	about=
	if [[ $option == --* ]]; then
		about=$(grep -E -- "^ .*$option=" <<<"$help")
	elif [[ $option == -? ]]; then
		about=$(grep -E -- "^  $option, --[^ ]*=" <<<"$help")
	fi
	candidates='' files=''
	case $about in
	*=FILE\ * | *=F\ *) files=default ;;
	*=DIR\ *) files=dirnames ;;
	*=ID\ *) candidates=$("$program" --list 2>/dev/null | cut -f 1) ;;
	*=COL,COL\ *)
		candidates=$(_gx_columns "$program" "${words[@]:1}")
		stem=${word%"${word##*[,=]}"}
		;;
	*=STAT*)
		candidates=$(_gx_words "$about")
		stem=${word%"${word##*[,=]}"}
		if [[ ${word#"$stem"} == *:* ]]; then
			candidates=$(_gx_columns "$program" "${words[@]:1}")
			stem=${word%"${word##*:}"}
		fi
		;;
	*=FORMAT\ * | *=LEVEL\ * | *=WHEN\ *) candidates=$(_gx_words "$about") ;;
	?*) return ;; # an argument that only the user knows
	*)
		if [[ $word == -* ]]; then
			candidates=$(awk '/^ +-/ {
				for (i = 1; i <= 2 && $i ~ /^-/; i++) {
					sub(/,$/, "", $i)
					sub(/=.*/, "=", $i)
					print $i
				}
			}' <<<"$help")
		else
			files=default
		fi
		;;
	esac

	if [[ -n $files ]]; then # names are quoted better by bash itself
		compopt -o "$files" 2>/dev/null
		return
	fi

	# bash replaces only what stands behind the last of its word breaks
	base=$word
	[[ $COMP_WORDBREAKS == *:* ]] && base=${base##*:}
	[[ $COMP_WORDBREAKS == *=* ]] && base=${base##*=}
	base=${word%"$base"}
	mapfile -t COMPREPLY < <(compgen -W "$candidates" -- "${word#"$stem"}")
	COMPREPLY=("${COMPREPLY[@]/#/$stem}")
	COMPREPLY=("${COMPREPLY[@]#"$base"}")
	if [[ ${COMPREPLY[0]-} == *= || $about == *=COL,* || $about == *=STAT* ]]
	then
		compopt -o nospace 2>/dev/null
	fi
}

complete -F _gx gx-split gx-table gx-check gx-sum

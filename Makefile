# make           build the programs in build/
# make check     install what is missing, build, run every test
# make demo      install what is missing, build, show each program at work
# make install   PREFIX=/usr/local DESTDIR=; make uninstall takes the same
# make fuzz      run the fuzz targets with clang, FUZZTIME seconds each
# make lint      layers, static analysis (NODES: how deep), manuals
# make bench     time the programs on generated reports, beside other tools:
#                QUICK=1 in a minute, GROUPS="sum html" these only,
#                RESULTS=bench/RESULTS.md keeps the tables; see bench/run
#
# SAN=1 builds with the sanitizers, in a folder of its own; WERROR=1 makes
# warnings errors; CC=clang works; LIBARCHIVE=libarchive.so.13 is what is loaded
# for archives; LIBDEFLATE=no builds without it.  config.mk, if it is there, is read first.
-include config.mk

PREFIX ?= /usr/local
DESTDIR ?=
CFLAGS ?= $(if $(SAN),-O2,-O3) -g
FUZZTIME ?= 60
NODES ?= 75000
LIBDEFLATE ?= libdeflate
B ?= build$(if $(SAN),-san)

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
# asked once, when something is built: by then they are installed; libarchive is
# not linked but loaded when it is needed, and libdeflate may be missing
PKG_CFLAGS = $(eval PKG_CFLAGS := $$(shell pkg-config --cflags libarchive zlib; \
	pkg-config --exists $(LIBDEFLATE) && pkg-config --cflags $(LIBDEFLATE) && echo -DGX_LIBDEFLATE))$(PKG_CFLAGS)
PKG_LIBS = $(eval PKG_LIBS := $$(shell pkg-config --libs zlib || echo -lz; \
	pkg-config --exists $(LIBDEFLATE) && pkg-config --libs $(LIBDEFLATE)) -ldl)$(PKG_LIBS)

comma := ,
GX_CFLAGS := -std=c17 -pthread -D_GNU_SOURCE -Ilib -Wall -Wextra -Wpedantic -Wshadow \
	-Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla \
	$(if $(WERROR),-Werror) \
	$(if $(SAN),-fsanitize=address$(comma)undefined -fno-sanitize-recover=all)
programs := $(patsubst cmd/%.c,%,$(wildcard cmd/gx-*.c))
lib_obj := $(patsubst %.c,$B/obj/%.o,$(wildcard lib/*/*.c))
fuzzers := $(patsubst tests/%.c,%,$(wildcard tests/fuzz_*.c))
gen_parts := $(wildcard tests/gen_*.c)
drivers := $(filter-out replay gen_% $(fuzzers),$(patsubst tests/%.c,%,$(wildcard tests/*.c)))
mans := $(wildcard man/*.[15])

all: $(programs:%=$B/%)
tests: all $(drivers:%=$B/tests/%) $(fuzzers:%=$B/tests/%) $B/bench/measure

compile = $(CC) $(GX_CFLAGS) $(PKG_CFLAGS) $(CPPFLAGS) $(CFLAGS)

$B/obj/%.o: %.c $B/flags
	@mkdir -p $(@D)
	$(compile) -MMD -MP -c -o $@ $<

# the data files are compiled in: the programs work from any folder
$B/obj/lib/report/builtin_forms.o: $(wildcard lib/forms/*.tsv)
$B/obj/lib/check/builtin_rules.o: $(wildcard lib/rules/*.rules)
$B/obj/lib/input/libarchive.o: private CPPFLAGS += $(if $(LIBARCHIVE),-DGX_LIBARCHIVE='"$(LIBARCHIVE)"')
$B/obj/lib/base/opt.o: private CPPFLAGS += -DGX_VERSION='"$(VERSION)"'
$B/obj/lib/base/opt.o: $B/version

# a file that is written anew only when it would say something else
say = @echo '$(subst ','\'',$(1))' | cmp -s - $@ || echo '$(subst ','\'',$(1))' >$@

$B/version: FORCE
	@mkdir -p $(@D)
	$(call say,$(VERSION))

# with other flags, or another library found, everything is compiled again
$B/flags: FORCE
	@mkdir -p $(@D)
	$(call say,$(filter-out -Werror,$(compile)) $(LDFLAGS) $(PKG_LIBS) $(LIBARCHIVE))

$B/libgx.a: $(lib_obj)
	rm -f $@
	$(AR) rcs $@ $^

link = $(CC) $(GX_CFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(PKG_LIBS)

$B/gx-%: $B/obj/cmd/gx-%.o $B/libgx.a
	$(link)

# a fuzz target with a main() of its own that runs the corpus through it
$B/tests/fuzz_%: $B/obj/tests/fuzz_%.o $B/obj/tests/replay.o $B/libgx.a
	@mkdir -p $(@D)
	$(link)

$B/tests/gen: $B/obj/tests/gen.o $(gen_parts:%.c=$B/obj/%.o) $B/libgx.a
	@mkdir -p $(@D)
	$(link)

$B/tests/%: $B/obj/tests/%.o $B/libgx.a
	@mkdir -p $(@D)
	$(link)

check:
	tests/packages check
	$(MAKE) tests
	B=$B tests/run

demo:
	tests/packages build
	$(MAKE) all $B/tests/gen
	B=$B tests/demo

fuzz:
	tests/packages fuzz
	$(MAKE) B=build-fuzz CC=clang fuzzers=$(firstword $(FUZZ) "$(fuzzers)") run-fuzz \
		CFLAGS="-O1 -g -fsanitize=fuzzer-no-link,address,undefined"

run-fuzz: $(fuzzers:%=$B/fuzz/%)
	for f in $(fuzzers); do \
		mkdir -p $B/corpus/$$f tests/corpus/$${f#fuzz_}; \
		$B/fuzz/$$f -max_total_time=$(FUZZTIME) -timeout=5 -rss_limit_mb=1024 \
			-artifact_prefix=$B/ $B/corpus/$$f \
			tests/corpus/$${f#fuzz_} || exit 1; \
	done

$B/fuzz/%: $B/obj/tests/%.o $B/libgx.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -fsanitize=fuzzer $(LDFLAGS) -o $@ $^ $(PKG_LIBS)

lint:
	tests/packages lint
	tests/layers
	ls -S lib/*/*.c cmd/*.c | xargs -P$$(nproc) -n1 sh -c 'clang-tidy --quiet \
		--warnings-as-errors="*" --checks=-clang-analyzer-security.insecureAPI.*,-clang-analyzer-valist.Uninitialized \
		$(patsubst %,--extra-arg=%,-Xclang -analyzer-config -Xclang max-nodes=$(NODES)) \
		"$$@" -- $(GX_CFLAGS)' tidy
	cppcheck --quiet --std=c11 --enable=warning,portability --inline-suppr \
		--suppress=missingIncludeSystem --suppress=nullPointerRedundantCheck --suppress=ctunullpointer \
		--error-exitcode=1 -Ilib lib cmd
	shellcheck completions/gx.bash tests/packages tests/run tests/demo tests/layers bench/run bench/corpora \
		bench/groups.bash .ci/run
	mandoc -Tlint -Wwarning $(mans)

# what the benchmark needs beside the programs; a reader on libxml2 where that is
bench-tools: all $B/tests/gen $B/bench/measure
	! pkg-config --exists libxml-2.0 || $(MAKE) $B/bench/dom

$B/bench/measure: bench/measure.c
	@mkdir -p $(@D)
	$(CC) $(GX_CFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $<

$B/bench/dom: bench/dom.c
	$(CC) $(GX_CFLAGS) $$(pkg-config --cflags libxml-2.0) $(CFLAGS) $(LDFLAGS) \
		-o $@ $< $$(pkg-config --libs libxml-2.0)

bench:
	tests/packages bench
	$(MAKE) bench-tools
	B=$B ONLY="$(GROUPS)" bench/run

share := $(DESTDIR)$(PREFIX)/share
bash_to := $(share)/bash-completion/completions
fish_to := $(share)/fish/vendor_completions.d
# where Debian's zsh looks for what is of a package, and for what is not
zsh_to := $(share)/zsh/$(if $(filter /usr,$(PREFIX)),vendor-completions,site-functions)

install: all
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(share)/man/man1' '$(share)/man/man5' \
		'$(bash_to)' '$(fish_to)' '$(zsh_to)'
	install $(programs:%=$B/%) '$(DESTDIR)$(PREFIX)/bin'
	install -m 644 $(filter %.1,$(mans)) '$(share)/man/man1'
	install -m 644 $(filter %.5,$(mans)) '$(share)/man/man5'
	install -m 644 completions/_gx '$(zsh_to)'
	for p in $(programs); do \
		install -m 644 completions/gx.bash '$(bash_to)'/$$p && \
		install -m 644 completions/gx.fish '$(fish_to)'/$$p.fish || exit 1; \
	done

uninstall:
	rm -f $(programs:%='$(DESTDIR)$(PREFIX)/bin/%') '$(zsh_to)/_gx' \
		$(programs:%='$(bash_to)/%') $(programs:%='$(fish_to)/%.fish') \
		$(foreach n,1 5,$(patsubst man/%,'$(share)/man/man$n/%',$(filter %.$n,$(mans))))

clean:
	rm -rf build build-san build-fuzz build-clang

FORCE:

.PHONY: all tests check demo fuzz run-fuzz lint bench bench-tools install uninstall clean FORCE
.SECONDARY:
-include $(shell find $B -name '*.d' 2>/dev/null)

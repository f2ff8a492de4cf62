# `make demo` and `make test` do everything on a fresh machine; see the README.
Z3    := 5.3.3.0
CARGO ?= cargo
PREFIX ?= $(HOME)/.local

.PHONY: demo test install bench lint clean
.DEFAULT_GOAL := demo

demo: vendor/z3/.$(Z3)
	$(CARGO) build --release --quiet
	@echo '== a correct system: dining philosophers, one of whom takes the right fork first'
	target/release/quadrille check models/correct/philosophers.ol
	@echo '== a faulty one, with the run that goes wrong: the exit status is 1, and that is the point'
	target/release/quadrille check --trace chart models/faulty/purchase; test $$? -eq 1

test: vendor/z3/.$(Z3)
	$(CARGO) test --quiet

bench: vendor/z3/.$(Z3)
	$(CARGO) bench

lint: vendor/z3/.$(Z3)
	$(CARGO) fmt --check
	$(CARGO) clippy --all-targets --quiet -- -D warnings
	RUSTDOCFLAGS='-D warnings' $(CARGO) doc --no-deps --quiet

install: vendor/z3/.$(Z3)
	$(CARGO) build --release --quiet
	install -D target/release/quadrille $(PREFIX)/bin/quadrille
	install -d $(PREFIX)/lib/quadrille
	cp -P vendor/z3/lib/libz3.* $(PREFIX)/lib/quadrille/
	@echo "installed $(PREFIX)/bin/quadrille"

vendor/z3/.$(Z3):
	@command -v $(CARGO) >/dev/null || { echo "quadrille: needs a Rust toolchain (cargo) of 1.88 or later"; exit 1; }
	@command -v python3 >/dev/null || { echo "quadrille: needs python3 with pip, to fetch z3-solver $(Z3)"; exit 1; }
	@python3 -m pip --version >/dev/null 2>&1 || { echo "quadrille: needs pip for python3, to fetch z3-solver $(Z3)"; exit 1; }
	rm -rf vendor/z3 && mkdir -p vendor/z3
	python3 -m pip download --quiet --no-deps --only-binary=:all: --dest vendor/z3 z3-solver==$(Z3) || { echo "quadrille: no z3-solver $(Z3) wheel fits this machine (x86-64 with glibc 2.27, aarch64 with glibc 2.38, or macOS 13, or later)"; exit 1; }
	cd vendor/z3 && python3 -m zipfile -e *.whl . && mv z3/lib lib && rm -rf z3 *.whl *.dist-info *.data
	touch $@

clean:
	rm -rf target vendor

# Everything that can be done here; `make` alone lists it.

TARGET := wasm32-unknown-unknown
# builds for WebAssembly have a folder of their own and never wait for those for this machine
WASM := --target $(TARGET) --target-dir target/wasm
BUILDER := cargo run --quiet --package aksess-web --
NODE_TESTS := $(wildcard tests/node/*.test.mjs)
ENVOY_TESTS := $(wildcard tests/envoy/*.test.mjs)
BROWSER_TESTS := $(wildcard tests/browser/*.test.mjs)
SITE_TESTS := $(wildcard tests/sites/*.test.mjs)

.PHONY: budgets help play test lint package plugin opening gateway soak bench clean page node target
.NOTPARALLEL:

help: ## lists the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

play: target ## builds the page and serves it on http://127.0.0.1:8080/
	$(BUILDER) serve

# instructions are counted and the tests are compiled while the rest is built: each has a folder of its own, and a count
# does not depend on what else runs; the builder is a copy, for cargo lets one command at a time into a folder
test: node lint target tests/node_modules/.stamp ## runs every test: native, the package in Node, the plugin in Envoy, the page in Chromium
	@cargo build --quiet --package aksess-web && cp -p target/debug/aksess-web target/builder
	@$(MAKE) --no-print-directory budgets >target/budgets.txt 2>&1 & counting=$$!; \
	cargo test --quiet --workspace --no-run & compiling=$$!; \
	$(MAKE) --no-print-directory BUILDER=target/builder plugin package page; built=$$?; \
	wait $$compiling; compiled=$$?; \
	wait $$counting; counted=$$?; cat target/budgets.txt; exit $$((built + compiled + counted))
	cargo test --quiet --workspace
	node --test --test-concurrency=2 $(NODE_TESTS)
	tests/python.sh >/dev/null # once, before the tests that run side by side ask for it
	tests/tool.sh kubectl >/dev/null
	node --test --test-concurrency=2 $(ENVOY_TESTS)
ifneq ($(BROWSER_TESTS),)
	chromium=$$(tests/tool.sh chromium) && CHROMIUM=$$chromium node --test --test-concurrency=2 $(BROWSER_TESTS)
endif

lint: target ## checks the format, the lints and the links of rustdoc, for this machine and for WebAssembly
	cargo fmt --check
	RUSTDOCFLAGS='-D warnings' cargo doc --quiet --no-deps --workspace
	cargo clippy --quiet --workspace --all-targets -- -D warnings
	cargo clippy --quiet $(WASM) -p aksess-wasm -p aksess-decide -p aksess-web -p aksess-proxy -- -D warnings

package: target ## builds the npm package into pkg/
	$(BUILDER) package

plugin: node target ## builds the gateway plugin, target/plugin/aksess.wasm
	$(BUILDER) plugin

opening: target tests/node_modules/.stamp ## notes which functions the page needs to open, and the package to explain
	$(BUILDER) opening
	chromium=$$(tests/tool.sh chromium) && CHROMIUM=$$chromium node tests/browser/opening.mjs target/opening/page web/opening.txt
	chromium=$$(tests/tool.sh chromium) && CHROMIUM=$$chromium node tests/browser/answering.mjs target/opening/package wasm/js/src

gateway: node plugin ## runs the plugin in Envoy with test identities and prints what to try
	@node tests/envoy/gateway.mjs

# seconds of fuzzing for each target
SOAK ?= 600

soak: plugin package page tests/node_modules/.stamp tests/sites/node_modules/.stamp ## takes pictures of every view, tries the package in site generators and the gateway for long, and fuzzes every target for ten minutes (SOAK=seconds for another time)
	chromium=$$(tests/tool.sh chromium) && CHROMIUM=$$chromium node tests/browser/shots.mjs target/pictures
	chromium=$$(tests/tool.sh chromium) && CHROMIUM=$$chromium node --test $(SITE_TESTS)
	FUZZ=10000000 cargo test --release --package aksess-proxy --test plugin fuzz
	SWAPS=1000 node --test --test-name-pattern='swaps' tests/envoy/change.test.mjs
	@command -v cargo-fuzz >/dev/null || cargo install cargo-fuzz --locked
	@for target in policy request_info pasted condition azure scope snapshot scan; do \
		mkdir -p fuzz/corpus/$$target; \
		cargo fuzz run --sanitizer none $$target fuzz/corpus/$$target fuzz/regressions/$$target tests/scenarios -- \
			-max_total_time=$(SOAK) -timeout=20 -max_len=8000 || exit 1; \
	done

bench: plugin package page tests/node_modules/.stamp ## prints what decisions cost, with ratios to a naive scan of the same run, here, in Node, in Envoy and in Chromium
	@cargo run --quiet --release --package aksess-tests --bin bench
	@cargo run --quiet --release --package aksess-tests --bin bench -- worlds target/worlds
	@node tests/node/bench.mjs target/worlds
	@node tests/envoy/bench.mjs
	@chromium=$$(tests/tool.sh chromium) && CHROMIUM=$$chromium node tests/browser/bench.mjs

# what a decision costs has a budget, counted in instructions because those do not depend on the machine
budgets:
	tests/tool.sh valgrind >/dev/null
	cargo run --quiet --release --package aksess-tests --bin bench -- instructions

clean: ## removes everything that was built or installed
	rm -rf dist pkg tests/node_modules tests/.venv tests/sites/node_modules tests/sites/.venv
	cargo clean

page: target
	$(BUILDER) build

# `npm ci` removes the folder and the stamp in it
%/node_modules/.stamp: %/package.json %/package-lock.json
	cd $* && npm ci
	touch $@

node:
	@node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' || { echo "Node 20 or newer is needed" >&2; exit 1; }

target:
	@test -d "$$(rustc --print sysroot)/lib/rustlib/$(TARGET)" || rustup target add $(TARGET)

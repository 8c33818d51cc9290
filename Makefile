# Every target installs what it needs first. `make help` lists them.
.DEFAULT_GOAL := help
EVENTS ?= 20000
SEED ?= 1
DIR ?= sources
FUZZ_SEED := $(or $(FUZZ_SEED),$(shell date +%s))
FACTOR ?= 20
.PHONY: help install demo up down test fuzz check scan bench conformance clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: node_modules/.package-lock.json ## Install the npm packages

node_modules/.package-lock.json: package.json package-lock.json
	@command -v node >/dev/null || { echo "Node.js 20.19 or later is needed: https://nodejs.org/en/download"; exit 1; }
	@node -e 'const [a, b] = process.versions.node.split("."); if (a < 20 || (a == 20 && b < 19)) { console.error("Node.js 20.19 or later is needed, this is " + process.version + ": https://nodejs.org/en/download"); process.exit(1) }'
	@echo "Installing npm packages into node_modules/ (about 500 MB) ..."
	npm ci --no-progress
	@touch $@

demo: install ## Deploy the SIEM locally, load a day of three accounts, answer the three questions (EVENTS=20000 SEED=1)
	npx siem demo --events $(EVENTS) --seed $(SEED)

up: install ## Deploy the SIEM locally and keep it running
	npx siem up

down: install ## Destroy the local SIEM and stop all it runs
	npx siem down

test: install ## Run everything that proves the project
	node tests/run.mjs

fuzz: install ## Try what is tested with random input on other input, FACTOR times as often (FACTOR=20 FUZZ_SEED=a number)
	@echo "FUZZ_SEED=$(FUZZ_SEED) FACTOR=$(FACTOR) gives the same input again."
	FUZZ_SEED=$(FUZZ_SEED) FUZZ_FACTOR=$(FACTOR) npx mocha $$(grep -rl --include='*.test.ts' 'fc\.assert' tests)

check: install ## Types, lint, format, generated files, dead code
	npm run check

scan: install ## Run checkov, cfn-lint and parliament over the resources of dev, prod and the examples
	node --import tsx tools/scan/scan.ts dev prod $(subst Pulumi.,,$(basename $(wildcard examples/*/Pulumi.*.yaml)))

bench: install ## Compare the loader with the bare cost of reading and writing JSON, as ratios
	node --import tsx bench/bench.ts

conformance: install ## Load every file of DIR through the loader core and account for each record (DETAILS=1: say why some could not be mapped)
	node --import tsx tools/conformance.ts $(DIR) $(if $(DETAILS),--details)

clean: ## Remove what was built and installed here
	rm -rf node_modules .local .siem coverage

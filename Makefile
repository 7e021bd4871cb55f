# Everything here runs on a bare Debian with Go, make and git.

.DEFAULT_GOAL := help
.PHONY: help run site test lint fuzz soak validate fit profile bench bench-canvas bench-peers screens shots shots-check

# Where `make run` listens, where `make site` writes.
ADDR ?= localhost:8080
SITE ?= site
# How long each fuzz target runs under `make fuzz`.
FUZZTIME ?= 20s

browsertest = cd app/browsertest && go run

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## build the app and serve it on http://localhost:8080 (ADDR=host:port), designs in ./data
	@go run ./web/build -fast
	@go run ./server/cmd/weir-server serve --addr $(ADDR)

site: ## write the app as a folder for any static host and sub-path (SITE=folder); no server needed
	@go run ./web/build
	@go run ./server/cmd/weir-server site $(SITE)

test: ## every check: format, vet, unit, lint, race, browser, parity; prints the time of each
	@go run ./.ci/stages

lint: ## golangci-lint with the few rules of .golangci.yml
	@go run ./.ci/stages lint

fuzz: ## every fuzz target for FUZZTIME (20s) each
	@FUZZTIME=$(FUZZTIME) go run ./.ci/stages fuzz

soak: ## the long forms of the server's kill, concurrency and restart tests
	@go run ./.ci/stages soak

validate: ## compare the formulas with published values and measurements
	@go run ./.ci/stages validate

fit: ## refit the AI constants from published measurements; rewrites table and page
	@go run ./engine/cmd/weir-fit -write

profile: ## measure where the simulator spends its time; builds of the app inline by it
	@go test -run='^$$' -bench=. -benchtime=5s -o .cache/sim.test -cpuprofile=engine/sim/sim.pgo ./engine/sim

bench: ## the speed of engine, browser and canvas, as RESULT lines
	@go run ./.ci/stages tools
	@$(browsertest) ./cmd/bench

bench-canvas: ## our canvas beside React Flow, the same gestures in the same run
	@go run ./.ci/stages tools
	@$(browsertest) ./cmd/bench canvas

bench-peers: ## our simulator beside SimPy, natively and in WebAssembly, in the same run
	@go run -pgo=engine/sim/sim.pgo ./engine/cmd/bench-peers

screens: ## every screen in every size, theme and language: fit, targets, axe; make test does half of them
	@go run ./.ci/stages tools
	@cd app/browsertest && WEIR_SCREENS=all go test -count=1 -timeout=60m -run TestEveryScreen .

shots: ## screenshots of every screen into web/shots, three sizes, both themes and languages
	@go run ./.ci/stages tools
	@$(browsertest) ./cmd/shots

shots-check: ## compare the main screens with their pictures in web/shots, with an eye's tolerance
	@go run ./.ci/stages tools
	@$(browsertest) ./cmd/shots -check

# Everything here runs on a bare Debian with Go, make and git.

.DEFAULT_GOAL := help
.PHONY: help run test lint fuzz

# How long each fuzz target runs under `make fuzz`.
FUZZTIME ?= 20s

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

test: ## every check: format, vet, unit, lint, race, browser, parity; prints the time of each
	@go run ./.ci/stages

lint: ## golangci-lint with the few rules of .golangci.yml
	@go run ./.ci/stages lint

fuzz: ## every fuzz target for FUZZTIME (20s) each
	@FUZZTIME=$(FUZZTIME) go run ./.ci/stages fuzz

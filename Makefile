# Names the steps; the scripts under tools/ and the presets of CMakePresets.json do them.
PREFIX ?= /usr/local
DESTDIR ?=

.PHONY: help build run test check tidy fuzz bench demo deb install clean
.DEFAULT_GOAL := help

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

build: ## build/release/postferry (installs missing Debian packages first)
	@tools/setup build page
	@tools/build release

run: ## the service, at http://127.0.0.1:8080
	@tools/run

test: ## every test, on throwaway servers of its own, and ten minutes of fuzzing at most
	@tools/test

check: ## format, layers, scripts, and lint of changed files
	@tools/check

tidy: ## lint of every file
	@tools/setup build test
	@tools/tidy

fuzz: ## fuzz every parser for an hour (FUZZ_SECONDS=3600)
	@tools/fuzz $(or $(FUZZ_SECONDS),3600)

bench: ## measure against the raw pump, and against other tools
	@tools/setup build bench
	@tools/servers dovecot
	@bench/run

demo: ## migrate a generated mailbox between two throwaway servers, and prove it
	@tools/demo

deb: ## a Debian package in build/deb
	@tools/setup build page deb
	@tools/deb

install: build ## into $(DESTDIR)$(PREFIX)
	@DESTDIR='$(DESTDIR)' cmake --install build/release --prefix '$(PREFIX)'

clean: ## forget what was built and the unpacked servers
	@rm -rf build

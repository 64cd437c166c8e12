# 联动 Liandong. One command to run it, one to check it; each sets up what it needs first.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

export PYTHON
BIN     := .venv/bin
RUNTIME := .venv/.runtime-ready
DEV     := .venv/.dev-ready
LOCK    := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
           --no-config --no-emit-index-url --no-emit-find-links --no-annotate --no-header

.PHONY: help run demo test lint format lock bench setup clean

help: ## 显示这些命令 | show these commands
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/\1|\2/p' Makefile | \
	  while IFS='|' read -r name chinese english; do printf '  make %-8s %s |%s\n' "$$name" "$$chinese" "$$english"; done

run: $(RUNTIME) ## 启动全部服务并演示首批联动创新区 | start everything and play the first batch of zones
	@exec $(BIN)/liandong up --play first-batch

demo: $(RUNTIME) ## 无人值守走完主流程并核对 | do the main job unattended and compare
	@exec $(BIN)/liandong demo

test: $(DEV) ## 全部检查与测试 | every check and every test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

lint: $(DEV) ## 只做静态检查 | only the checks that run nothing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(DEV) ## 统一代码格式 | format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(DEV) ## 重新锁定依赖版本 | pin the dependencies anew
	$(LOCK) --upgrade --group build --output-file requirements.lock
	$(LOCK) --upgrade --group dev --constraint requirements.lock --output-file requirements-dev.lock

bench: $(RUNTIME) ## 在本机测量性能 | measure the speed of this machine
	@exec $(BIN)/liandong bench

setup: $(DEV) ## 只准备运行与开发环境 | only prepare the environment, for running and for development

clean: ## 删除环境与缓存，不动数据 | remove the environment and caches, never data
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUNTIME): requirements.lock pyproject.toml
	@sh tools/setup.sh runtime

# After the runtime's, so that `make -j` never sets up twice at once.
$(DEV): requirements-dev.lock $(RUNTIME)
	@sh tools/setup.sh dev

# Isobar on one machine. "make" alone lists what there is.
#
#   HTTP_PORT=N     port of the broker's REST API       (8080)
#   BROKER_PORT=N   port of the broker's gRPC API       (9090)
#   BROKERS=N       so many brokers, one of which leads  (1)
#   FEDERATION=F    another federation file             (deploy/standalone/federation/federation.yaml)
#   ISOBAR_HOME=D   another data folder                 (.isobar)
#   PART=P          for restart and kill: postgres, kafka, broker (broker-2 …) or the name of an agent

SHELL      := /bin/sh
MVN        ?= mvn
STANDALONE := deploy/standalone/bin
LAUNCHER   := $(STANDALONE)/isobar-standalone

export ISOBAR_HOME MVN

OPTIONS := $(if $(HTTP_PORT),--http-port $(HTTP_PORT)) $(if $(BROKER_PORT),--broker-port $(BROKER_PORT)) \
           $(if $(BROKERS),--brokers $(BROKERS)) $(if $(FEDERATION),--federation '$(FEDERATION)')

.DEFAULT_GOAL := help
.PHONY: help up down run status footprint restart kill build built rebuild class-cache lint-proto test soak sim sim-mutations faults bench-failover bench-cut-off bench-reconnect bench-restart bench-apply bench-resolver bench-manifest bench-placement bench-placement-growth bench-record bench-nodes bench-optimality bench-packing bench-spot bench-heterogeneous bench-learning bench-admission bench-prices bench-telemetry bench-slurm bench-kubernetes bench-discovery format clean-state

help: ## this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-23s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@sed -n 's/^#  //p' $(MAKEFILE_LIST)

up: built ## build what changed, start everything in the background, wait until it is ready
	@$(LAUNCHER) up $(OPTIONS)

run: built ## the same, but stay attached: Ctrl-C stops everything
	@exec $(LAUNCHER) run $(OPTIONS)

down: ## stop everything, with the work of the regions; the data are kept
	@$(LAUNCHER) down

status: ## every part: state, process, memory, restarts, address
	@$(LAUNCHER) status

footprint: ## resident memory of every part and of all
	@$(LAUNCHER) footprint

restart: ## stop PART in good order and start it again
	@$(LAUNCHER) restart $(PART)

kill: ## end PART with SIGKILL, to see it come back
	@$(LAUNCHER) kill $(PART)

build: built class-cache ## build what a federation needs, if any source changed, and keep the classes of broker and agent, from which they start in half the time

rebuild: ## the same, in any case
	@$(STANDALONE)/build --always
	@$(MAKE) --no-print-directory class-cache

built:
	@$(STANDALONE)/build

class-cache: built
	@$(STANDALONE)/make-aot-cache || echo "build: the broker starts slower (no class cache)" >&2
	@region-agent/bin/make-aot-cache || echo "build: agents start slower (no class cache)" >&2

lint-proto: ## check the contract: its style, and that nothing in use has changed
	@proto/bin/check

test: lint-proto ## build everything and run all tests, with containers, Slurm and Kubernetes where they can run
	@integration-tests/bin/test-all

soak: ## 2,000 short simulated workloads, each placed, run and finished once
	@integration-tests/bin/soak

sim: ## RUNS simulated runs of everything under faults (100), the first from SEED, which is drawn where it is not given
	@integration-tests/bin/sim '$(SEED)' '$(RUNS)'

sim-mutations: ## plant one fault after the other, and see that the simulation catches it within RUNS runs (40)
	@integration-tests/bin/sim-mutations $(or $(RUNS),40)

faults: ## kills, stops and cuts off parts of a real federation under load, ROUNDS=60 times; SEED=N does the same again
	@integration-tests/bin/faults "$(or $(ROUNDS),60)" $(SEED)

bench-failover: ## how long nothing is placed where the broker that leads is killed; KILLS=20
	@integration-tests/bin/bench-failover "$(or $(KILLS),20)"

bench-cut-off: ## how soon a killed agent has its work again, and work of a region that is cut off runs elsewhere; TIMES=10
	@integration-tests/bin/bench-cut-off "$(or $(TIMES),10)"

bench-reconnect: ## AGENTS=1000 lose their broker together, until all are back; then CONNECTIONS=10000 that come and go: memory, threads
	@integration-tests/bin/bench-reconnect "$(or $(AGENTS),1000)" "$(or $(CONNECTIONS),10000)"

bench-restart: ## how soon a broker that is killed answers and places again, with WORKLOADS=100000 in its store, TIMES=3
	@integration-tests/bin/bench-restart "$(or $(WORKLOADS),100000)" "$(or $(TIMES),3)"

bench-apply: ## from submit to running: 200 short jobs on this machine, against bare processes
	@integration-tests/bin/bench-apply

bench-resolver: ## names of accelerators resolved a second on one core, and what that allocates
	@integration-tests/bin/bench-micro ResolverBenchmark -prof gc

bench-manifest: ## 10,000 workload files read, against plain YAML
	@integration-tests/bin/bench-micro ManifestBenchmark

bench-placement: ## decisions a second on one core over 10,000 pools, against a look at every pool
	@integration-tests/bin/bench-driver io.isobar.bench.placement.PlacementBenchmark

bench-placement-growth: ## the time of a decision with 100 to 100,000 pools
	@integration-tests/bin/bench-driver io.isobar.bench.placement.PlacementGrowthBenchmark -Xmx4g

bench-record: ## what it takes to write a decision of 10,000 pools, and the inputs by which it can be taken again
	@integration-tests/bin/bench-driver io.isobar.bench.placement.RecordBenchmark

bench-nodes: ## workloads placed a second onto 5,000 nodes by a whole federation, against kube-scheduler's published rate
	@integration-tests/bin/bench-nodes

bench-optimality: ## the bill of random small federations against the least that it can be
	@PROFILES=bench,optimum integration-tests/bin/bench-driver io.isobar.bench.optimum.OptimalityBenchmark

bench-packing: ## accelerators allocated on the trace openb, by who chooses the nodes; FLAGS='default FGD' runs only these
	@integration-tests/bin/bench-packing $(FLAGS)

bench-spot: ## work with a deadline on spot capacity that comes and goes; TRACES=FOLDER, which are not ours to copy
	@[ -d '$(TRACES)' ] || { echo 'make bench-spot TRACES=FOLDER, the folder of the traces (docs/benchmarks.md)'; exit 2; }
	@ARGUMENTS='$(abspath $(TRACES))' integration-tests/bin/bench-driver io.isobar.bench.spot.SpotBenchmark

bench-heterogeneous: ## mean completion times of a queue on several types of accelerators; TRACES=FOLDER of Gavel's traces
	@[ -d '$(TRACES)' ] || { echo 'make bench-heterogeneous TRACES=FOLDER, the folder of the traces (docs/benchmarks.md)'; exit 2; }
	@PROFILES=bench,optimum ARGUMENTS='$(abspath $(TRACES))' integration-tests/bin/bench-driver \
	    io.isobar.bench.rounds.HeterogeneousBenchmark

bench-learning: ## work placed where it is cheapest while false rates are unlearned; TRACES=FOLDER of Gavel's traces; writes docs/learning.svg
	@[ -d '$(TRACES)' ] || { echo 'make bench-learning TRACES=FOLDER, the folder of the traces (docs/benchmarks.md)'; exit 2; }
	@ARGUMENTS='$(abspath $(TRACES)) $(CURDIR)/docs/learning.svg' integration-tests/bin/bench-driver \
	    io.isobar.bench.learning.LearningBenchmark

bench-admission: ## 65,000 workloads of tenants with quotas, every decision durable, against what Kueue published; CROWD=NAME runs one
	@ARGUMENTS='$(CROWD)' integration-tests/bin/bench-admission

bench-prices: ## what a feed of dated prices does to plans; PRICES=FILE, which is not ours to copy
	@[ -f '$(PRICES)' ] || { echo 'make bench-prices PRICES=FILE, the changes of prices (docs/benchmarks.md)'; exit 2; }
	@ARGUMENTS='$(abspath $(PRICES))' integration-tests/bin/bench-driver io.isobar.bench.prices.PriceBenchmark

bench-telemetry: ## records of telemetry a second on one core, against a bare consumer of Kafka; then from an agent's observation to the board
	@integration-tests/bin/bench-telemetry

bench-slurm: ## short jobs through a region on Slurm, against sbatch: 200 one by one, 1,000 at once
	@integration-tests/bin/bench-region slurm

bench-kubernetes: ## JOBS=200 short jobs through a region on Kubernetes, against bare pods, one by one
	@integration-tests/bin/bench-region kubernetes "$(or $(JOBS),200)"

bench-discovery: built ## isobar-agent discover of a Slurm with 5,000 nodes and a Kubernetes with 1,000: time and memory of the command
	@region-agent/bin/make-aot-cache
	@integration-tests/bin/bench-discovery
	@integration-tests/bin/bench-discovery-kubernetes

format: ## put all sources into the one format
	@JAVA_HOME="$$($(STANDALONE)/find-jdk)" && export JAVA_HOME && $(MVN) -B -ntp -q spotless:apply

clean-state: down ## delete the data folder of the standalone federation
	@folder="$${ISOBAR_HOME:-.isobar}"; \
	if [ -d "$$folder/run" ] && [ -d "$$folder/logs" ]; then rm -rf "$$folder" && echo "Deleted $$folder."; \
	else echo "There is no data folder $$folder."; fi

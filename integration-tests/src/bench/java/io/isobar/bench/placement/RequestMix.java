package io.isobar.bench.placement;

import io.isobar.broker.catalog.AcceleratorModel;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.CpuRange;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.resource.MemoryRange;
import io.isobar.broker.resource.Money;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.Billing;
import io.isobar.broker.workload.Checkpoint;
import io.isobar.broker.workload.ComputeClass;
import io.isobar.broker.workload.DisconnectPolicy;
import io.isobar.broker.workload.GangRule;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.PlacementRules;
import io.isobar.broker.workload.Resources;
import io.isobar.broker.workload.RetryRule;
import io.isobar.broker.workload.Variant;
import io.isobar.broker.workload.Work;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What users ask for: so many different requests, the n-th as often as 1/n. Each of them names one to three models; one to
 * sixteen replicas of one to eight accelerators; some name a maximum price, a country, a value of time, spot capacity.
 */
final class RequestMix {
    private final double[] upTo;
    private final long seed;
    private final Random order;
    private Random random;
    private long made;

    RequestMix(int shapes, long seed) {
        this.seed = seed;
        order = new Random(seed);
        random = order;
        upTo = new double[shapes];
        double sum = 0;
        for (int i = 0; i < shapes; i++) {
            sum += 1.0 / (i + 1);
            upTo[i] = sum;
        }
    }

    /** The next request, with no part in common with an equal one before, and its own name and arguments. */
    WorkloadSpec next() {
        double at = order.nextDouble() * upTo[upTo.length - 1];
        int shape = 0;
        while (upTo[shape] < at) {
            shape++;
        }
        random = new Random(seed + shape);
        // Of seeds that lie together the first numbers do, too.
        random.nextLong();
        return request(++made);
    }

    private WorkloadSpec request(long number) {
        var models = models();
        int units = 1 << random.nextInt(4);
        int replicas = random.nextInt(3) == 0 ? 1 << random.nextInt(5) : 1;
        boolean elastic = replicas > 1 && random.nextInt(4) == 0;
        var choices = models.stream()
                .<AcceleratorChoice>map(model -> new AcceleratorChoice.Named(model.name(), model.id(), units, null))
                .toList();
        var work = random.nextInt(10) == 0
                ? null
                : new Work(
                        0.5 + random.nextInt(40),
                        models.getFirst().id(),
                        models.getFirst().name(),
                        null);
        var spot = random.nextInt(5) == 0;
        return new WorkloadSpec(
                "run-" + number,
                "tenant-" + random.nextInt(5),
                Map.of("run", Long.toString(number)),
                ComputeClass.INTELLIGENT,
                0,
                replicas,
                new GangRule(elastic ? replicas / 2 : replicas, null, false),
                new Resources(
                        choices,
                        random.nextInt(5) == 0,
                        CpuRange.atLeast(Cpu.ofCores(units * 4L)),
                        new MemoryRange(Memory.ofGibibytes(units * 32L), null)),
                variants(models, number),
                List.of(),
                work,
                List.of(),
                new Checkpoint(
                        "s3://checkpoints", Duration.ofMinutes(30), Duration.ofMinutes(1), Duration.ofMinutes(5)),
                rules(),
                new Objective(
                        random.nextInt(5) == 0 ? Objective.Kind.TIME : Objective.Kind.COST,
                        random.nextInt(3) == 0 ? Money.parse("20 CNY") : null,
                        null),
                spot ? new Billing(BillingMode.SPOT, null) : Billing.ON_DEMAND,
                RetryRule.USUAL,
                DisconnectPolicy.STOP_AND_REPLACE,
                null,
                null);
    }

    private List<AcceleratorModel> models() {
        var ids = new LinkedHashSet<String>();
        int wanted = random.nextInt(3) == 0 ? 2 + random.nextInt(2) : 1;
        while (ids.size() < wanted) {
            ids.add(SyntheticFederation.MODELS.get(random.nextInt(SyntheticFederation.MODELS.size())));
        }
        return ids.stream()
                .map(id -> SyntheticFederation.CATALOG.find(id).orElseThrow())
                .toList();
    }

    private static List<Variant> variants(List<AcceleratorModel> models, long number) {
        Stream<SoftwareStack> stacks =
                models.stream().map(AcceleratorModel::stack).distinct();
        return stacks.map(stack -> new Variant(
                        stack,
                        null,
                        List.of("python", "train.py", "--seed", Long.toString(number)),
                        Map.of("RUN", Long.toString(number)),
                        List.of(),
                        null,
                        null))
                .toList();
    }

    private PlacementRules rules() {
        @Nullable Money most = random.nextInt(4) == 0 ? Money.parse((2_000 + random.nextInt(3_000)) + " CNY") : null;
        List<String> countries = random.nextInt(4) == 0 ? List.of("CN") : List.of();
        return new PlacementRules(List.of(), List.of(), null, countries, most);
    }
}

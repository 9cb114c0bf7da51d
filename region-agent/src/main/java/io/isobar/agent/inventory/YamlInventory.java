package io.isobar.agent.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads our own inventory format: pools with their software, prices and groups of equal nodes. See
 * docs/inventory-file.md.
 */
public final class YamlInventory {
    private static final int MAX_POOLS = 1_000;
    private static final Money NO_PRICE = Money.parse("0 CNY");
    private static final PoolName NO_POOL = new PoolName("unnamed");

    private final List<PoolProfile> pools = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();

    private YamlInventory() {}

    /** Reads a whole file; {@code source} names it in the message of an {@link InvalidInventoryException}. */
    public static Inventory read(String source, String text) {
        List<String> problems = new ArrayList<>();
        YamlFields top = YamlFields.parse(source, text, problems);
        YamlInventory reading = new YamlInventory();
        List<YamlFields> pools = top.list("pools", MAX_POOLS);
        pools.forEach(reading::readPool);
        top.finish();
        if (problems.isEmpty() && pools.isEmpty()) {
            problems.add("pools: there must be at least one");
        }
        if (problems.isEmpty()) {
            try {
                return new Inventory(reading.pools, reading.nodes);
            } catch (IllegalArgumentException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        throw new InvalidInventoryException(source, problems);
    }

    private void readPool(YamlFields fields) {
        PoolName name = fields.required("name", fields.read("name", PoolName::new), NO_POOL);
        Accelerator accelerator = readAccelerator(fields);
        HostArchitecture architecture =
                fields.read("host-architecture", text -> Token.parse(HostArchitecture.class, text));
        Boolean images = fields.flag("images");
        pools.add(new PoolProfile(
                name,
                accelerator,
                architecture == null ? HostArchitecture.UNKNOWN : architecture,
                readStacks(fields),
                fields.text("interconnect-domain"),
                images == null || images,
                readOffers(fields)));
        List<YamlFields> groups = fields.list("nodes", 10_000);
        if (groups.isEmpty()) {
            fields.problem("nodes", "there must be at least one group");
        }
        groups.forEach(group -> readNodes(name, accelerator != null, group));
        fields.finish();
    }

    private static @Nullable Accelerator readAccelerator(YamlFields fields) {
        UnitKind kind = fields.read("unit-kind", text -> Token.parse(UnitKind.class, text));
        Long memory = fields.read("memory-per-unit", MemorySize::parse);
        return fields.read("accelerator", text -> new Accelerator(text, kind, memory));
    }

    private static List<SoftwareStack> readStacks(YamlFields fields) {
        List<SoftwareStack> stacks = new ArrayList<>();
        for (YamlFields stack : fields.list("stacks", 100)) {
            String version = stack.text("version");
            String driver = stack.text("driver");
            SoftwareStack read = stack.read("name", text -> new SoftwareStack(text, version, driver));
            stacks.add(stack.required("name", read, new SoftwareStack("cpu", null, null)));
            stack.finish();
        }
        return stacks;
    }

    private static List<Offer> readOffers(YamlFields fields) {
        List<Offer> offers = new ArrayList<>();
        for (YamlFields offer : fields.list("offers", 10)) {
            BillingMode mode = constant(offer, "mode", BillingMode.ON_DEMAND);
            PriceUnit unit = constant(offer, "per", PriceUnit.CARD_HOUR);
            Money price = offer.read("price", Money::parse);
            if (price != null) {
                offers.add(new Offer(mode, unit, price));
            } else {
                offer.required("price", price, NO_PRICE);
            }
            offer.finish();
        }
        return offers;
    }

    private static <E extends Enum<E>> E constant(YamlFields fields, String field, E standIn) {
        Function<String, E> parser = text -> Token.parse(standIn.getDeclaringClass(), text);
        return fields.required(field, fields.read(field, parser), standIn);
    }

    private void readNodes(PoolName pool, boolean hasUnits, YamlFields group) {
        Long count = group.number("count", 1, Inventory.MAX_NODES);
        Long units = group.number("units", 0, Resources.MAX_UNITS);
        Long cpus = group.number("cpus", 1, 1_000_000);
        Long memory = group.read("memory", MemorySize::parse);
        String prefix = group.text("name");
        group.finish();
        if (!hasUnits && units != null && units > 0) {
            group.problem("units", "the pool has no accelerator, so its nodes have no units");
        }
        NodeAmounts total = new NodeAmounts(
                units == null ? 0 : units.intValue(), cpus == null ? null : Long.valueOf(cpus * 1_000), memory);
        long nodesToAdd = count == null ? 1 : count;
        for (int i = 0; i < nodesToAdd && nodes.size() <= Inventory.MAX_NODES; i++) {
            String stem = prefix == null ? pool.value() : prefix;
            nodes.add(new Node(new NodeName("%s-%04d".formatted(stem, countOf(pool))), pool, total));
        }
    }

    private int countOf(PoolName pool) {
        if (!pool.equals(lastPool)) {
            lastPool = pool;
            lastCount = 0;
        }
        return lastCount++;
    }

    private PoolName lastPool = NO_POOL;
    private int lastCount;
}

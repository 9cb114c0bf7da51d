package io.isobar.agent.wiring;

import io.isobar.agent.driver.process.LoadRule;
import io.isobar.agent.driver.simulated.Scenario;
import io.isobar.agent.inventory.BillingMode;
import io.isobar.agent.inventory.ComputeClass;
import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.ManagerKind;
import io.isobar.agent.inventory.Money;
import io.isobar.agent.inventory.Offer;
import io.isobar.agent.inventory.OpenbInventory;
import io.isobar.agent.inventory.Place;
import io.isobar.agent.inventory.PoolProfile;
import io.isobar.agent.inventory.PriceUnit;
import io.isobar.agent.inventory.ProviderName;
import io.isobar.agent.inventory.RegionName;
import io.isobar.agent.inventory.RegionProfile;
import io.isobar.agent.inventory.SiteEnergy;
import io.isobar.agent.inventory.Token;
import io.isobar.agent.inventory.YamlInventory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one region's configuration and the files that it names. */
final class RegionSettingsReader {
    private static final long MAX_FILE = 64 << 20;
    /** Stands in where a problem was noted. */
    private static final Inventory NO_INVENTORY = new Inventory(List.of(), List.of());

    private static final Money NO_PRICE = Money.parse("0 CNY");

    private final Problems problems;
    private final String prefix;

    RegionSettingsReader(Problems problems, String prefix) {
        this.problems = problems;
        this.prefix = prefix;
    }

    RegionSettings read(String name, AgentConfiguration.Region region) {
        ManagerKind manager = problems.required(
                prefix + "driver",
                region.driver(),
                text -> Token.parse(ManagerKind.class, text),
                ManagerKind.SIMULATED);
        RegionProfile profile = new RegionProfile(
                problems.read(prefix + "(name)", name, RegionName::new, new RegionName("unnamed")),
                problems.required(
                        prefix + "provider", region.provider(), ProviderName::new, new ProviderName("unnamed")),
                place(region.place()),
                manager,
                region.computeClass()
                        .map(text -> problems.read(
                                prefix + "compute-class",
                                text,
                                token -> Token.parse(ComputeClass.class, token),
                                ComputeClass.UNKNOWN))
                        .orElse(ComputeClass.UNKNOWN),
                energy(region.energy()));
        Duration validity = AgentSettings.duration(
                problems,
                prefix + "capacity-validity",
                region.capacityValidity(),
                Duration.ofSeconds(1),
                Duration.ofDays(1));
        RegionSettings.WhenCutOff whenCutOff = region.whenCutOff()
                .map(text -> problems.read(
                        prefix + "when-cut-off",
                        text,
                        token -> Token.parse(RegionSettings.WhenCutOff.class, token),
                        RegionSettings.WhenCutOff.STOP))
                .orElse(RegionSettings.WhenCutOff.STOP);
        List<PricedPools> offers = offers(region.offers());
        RegionSettings.DriverSettings driver =
                switch (manager) {
                    case PROCESS -> process(offers, loadRule(region.respectLoad()));
                    case SIMULATED -> simulated(region, offers);
                    case SLURM -> new SlurmSettingsReader(problems, prefix + "slurm.").read(region.slurm(), offers);
                    case KUBERNETES ->
                        new KubernetesSettingsReader(problems, prefix + "kubernetes.")
                                .read(region.kubernetes(), offers);
                };
        return new RegionSettings(profile, validity, whenCutOff, driver);
    }

    private Place place(AgentConfiguration.PlaceEntry place) {
        if (place.latitude().isPresent() != place.longitude().isPresent()) {
            problems.add(prefix + "place", "latitude and longitude are given together or not at all");
        }
        try {
            return new Place(
                    place.country().orElse(""),
                    place.province().orElse(""),
                    place.city().orElse(""),
                    place.hub().orElse(""),
                    degrees("latitude", place.latitude()),
                    degrees("longitude", place.longitude()));
        } catch (IllegalArgumentException e) {
            problems.add(prefix + "place", String.valueOf(e.getMessage()));
            return Place.UNKNOWN;
        }
    }

    private SiteEnergy energy(AgentConfiguration.EnergyEntry energy) {
        return new SiteEnergy(
                figure("energy.pue", energy.pue(), 1, SiteEnergy.HIGHEST_PUE),
                figure("energy.grid-intensity", energy.gridIntensity(), 0, SiteEnergy.HIGHEST_INTENSITY),
                energy.pueEstimated(),
                energy.gridIntensityEstimated());
    }

    private @Nullable Double figure(String key, Optional<String> text, double least, double most) {
        return text.map(number -> problems.read(
                        prefix + key,
                        number,
                        digits -> {
                            double figure = Double.parseDouble(digits);
                            if (!(figure >= least && figure <= most)) {
                                throw new IllegalArgumentException(
                                        "'" + digits + "' is not within " + least + " and " + most);
                            }
                            return figure;
                        },
                        least))
                .orElse(null);
    }

    private @Nullable Double degrees(String key, Optional<String> text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return Double.valueOf(text.get());
        } catch (NumberFormatException e) {
            problems.add(prefix + "place." + key, "'" + text.get() + "' is not a number of degrees");
            return null;
        }
    }

    private List<PricedPools> offers(List<AgentConfiguration.OfferEntry> entries) {
        List<PricedPools> offers = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            AgentConfiguration.OfferEntry entry = entries.get(i);
            String key = prefix + "offers[" + i + "].";
            if (entry.pool().isPresent() == entry.accelerator().isPresent()) {
                problems.add(key + "pool", "give either pool or accelerator");
            }
            Offer offer = new Offer(
                    problems.read(
                            key + "mode",
                            entry.mode(),
                            text -> Token.parse(BillingMode.class, text),
                            BillingMode.ON_DEMAND),
                    problems.required(
                            key + "per", entry.per(), text -> Token.parse(PriceUnit.class, text), PriceUnit.CARD_HOUR),
                    problems.required(key + "price", entry.price(), Money::parse, NO_PRICE));
            offers.add(new PricedPools(
                    key, entry.pool().orElse(null), entry.accelerator().orElse(null), offer));
        }
        return offers;
    }

    private LoadRule loadRule(String text) {
        return problems.read(
                prefix + "respect-load", text, token -> Token.parse(LoadRule.class, token), LoadRule.MEMORY);
    }

    private RegionSettings.ProcessSettings process(List<PricedPools> offers, LoadRule rule) {
        for (PricedPools priced : offers) {
            if (!"machine".equals(priced.pool())) {
                problems.add(priced.key() + "pool", "a process region has one pool, 'machine'");
            }
        }
        return new RegionSettings.ProcessSettings(
                offers.stream().map(PricedPools::offer).toList(), rule);
    }

    private RegionSettings.SimulatedSettings simulated(AgentConfiguration.Region region, List<PricedPools> offers) {
        Inventory inventory = inventory(region.inventory());
        return new RegionSettings.SimulatedSettings(
                inventory.pools().isEmpty() ? inventory : priced(inventory, offers),
                scenario(region.scenario()),
                problems.read(prefix + "time-scale", region.timeScale(), RegionSettingsReader::timeScale, 1.0));
    }

    private static double timeScale(String text) {
        double scale = Double.parseDouble(text);
        if (!(scale > 0 && scale <= 1_000_000)) {
            throw new IllegalArgumentException("a time scale is above 0 and at most 1,000,000, not " + text);
        }
        return scale;
    }

    private Inventory inventory(AgentConfiguration.InventoryEntry entry) {
        String file = problems.required(prefix + "inventory.file", entry.file(), text -> text, "");
        String text = file.isEmpty() ? null : contents(prefix + "inventory.file", file);
        if (text == null) {
            return NO_INVENTORY;
        }
        return switch (entry.format()) {
            case "openb" ->
                problems.read(
                        prefix + "inventory.file",
                        text,
                        lines -> OpenbInventory.read(file, lines.lines().toList()),
                        NO_INVENTORY);
            case "yaml" ->
                problems.read(prefix + "inventory.file", text, yaml -> YamlInventory.read(file, yaml), NO_INVENTORY);
            default -> {
                problems.add(prefix + "inventory.format", "'" + entry.format() + "' is none of openb, yaml");
                yield NO_INVENTORY;
            }
        };
    }

    private Scenario scenario(AgentConfiguration.ScenarioEntry entry) {
        if (entry.file().isEmpty()) {
            return Scenario.NONE;
        }
        String text = contents(prefix + "scenario.file", entry.file().get());
        return text == null
                ? Scenario.NONE
                : problems.read(
                        prefix + "scenario.file",
                        text,
                        yaml -> Scenario.read(entry.file().get(), yaml),
                        Scenario.NONE);
    }

    private @Nullable String contents(String key, String file) {
        try {
            Path path = Path.of(file);
            if (Files.size(path) > MAX_FILE) {
                problems.add(key, file + " has more than " + MAX_FILE + " bytes");
                return null;
            }
            return Files.readString(path);
        } catch (IOException | RuntimeException e) {
            problems.add(key, "cannot read " + file + " (" + e + ")");
            return null;
        }
    }

    private Inventory priced(Inventory inventory, List<PricedPools> offers) {
        for (PricedPools priced : offers) {
            if (inventory.pools().stream().noneMatch(priced::isFor)) {
                problems.add(
                        priced.key() + (priced.pool() == null ? "accelerator" : "pool"),
                        "the inventory has no such pool; it has "
                                + inventory.pools().stream()
                                        .map(pool -> pool.name().value())
                                        .toList());
            }
        }
        List<PoolProfile> pools = inventory.pools().stream()
                .map(pool -> PricedPools.priced(pool, offers))
                .toList();
        return new Inventory(pools, inventory.nodes());
    }
}

package io.isobar.agent.onboarding;

import io.isobar.agent.driver.PoolFacts;
import io.isobar.agent.driver.Remark;
import io.isobar.agent.driver.Survey;
import io.isobar.agent.inventory.Accelerator;
import io.isobar.agent.inventory.ComputeClass;
import io.isobar.agent.inventory.Offer;
import io.isobar.agent.inventory.Place;
import io.isobar.agent.inventory.PoolProfile;
import io.isobar.agent.inventory.RegionProfile;
import io.isobar.agent.inventory.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What would be advertised, as text for people. */
public final class DiscoverText {
    /** Of many nodes with the same trouble so many are named. */
    private static final int MOST_NAMED = 8;

    private final StringBuilder text = new StringBuilder();
    private final Catalogue catalogue;

    private DiscoverText(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    public static String of(List<RegionLook> regions, Catalogue catalogue) {
        DiscoverText all = new DiscoverText(catalogue);
        regions.forEach(all::region);
        all.devices(regions);
        return all.text.toString();
    }

    /** Every name of an accelerator that would be advertised, once, sorted. */
    public static Set<String> advertisedNames(List<RegionLook> regions) {
        return pools(regions)
                .map(PoolProfile::accelerator)
                .filter(Objects::nonNull)
                .map(Accelerator::advertisedName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<PoolProfile> pools(List<RegionLook> regions) {
        return regions.stream()
                .map(RegionLook::survey)
                .filter(Objects::nonNull)
                .flatMap(survey -> survey.inventory().pools().stream());
    }

    private void region(RegionLook look) {
        line("Region " + look.region().name() + " (" + String.join(", ", about(look.region())) + ")");
        Survey survey = look.survey();
        if (survey == null) {
            line("  cannot be looked at: " + look.trouble());
        } else {
            pools(survey);
            remarks(survey.remarks());
        }
        line("");
    }

    private static List<String> about(RegionProfile region) {
        List<String> about = new ArrayList<>(List.of("provider " + region.provider(), Token.of(region.manager())));
        Place place = region.place();
        Stream.of(place.city(), place.province(), place.country())
                .filter(part -> !part.isEmpty())
                .forEach(about::add);
        if (region.computeClass() != ComputeClass.UNKNOWN) {
            about.add(Token.of(region.computeClass()));
        }
        return about;
    }

    private void pools(Survey survey) {
        if (survey.inventory().pools().isEmpty()) {
            line("  nothing would be advertised");
            return;
        }
        TextTable table =
                new TextTable("  ", "POOL", "DEVICE", "NODES", "UNITS", "CORES", "MEMORY", "HOST", "LIMITS", "PRICES");
        for (PoolProfile pool : survey.inventory().pools()) {
            PoolTotals totals = PoolTotals.of(survey.inventory(), pool.name());
            Accelerator accelerator = pool.accelerator();
            table.row(
                    pool.name().value(),
                    accelerator == null ? "none" : device(accelerator, facts(survey, pool)),
                    totals.usableNodes(),
                    accelerator == null ? "none" : totals.units(),
                    totals.cores(),
                    totals.memory(),
                    Token.of(pool.hostArchitecture()),
                    limits(pool, facts(survey, pool)),
                    prices(pool.offers()));
        }
        table.to(text);
        line("  Nodes: usable/all. Units, cores and memory: free/all.");
    }

    private static PoolFacts facts(Survey survey, PoolProfile pool) {
        return survey.facts().getOrDefault(pool.name(), PoolFacts.NONE);
    }

    private static String device(Accelerator accelerator, PoolFacts facts) {
        String site = facts.deviceText();
        String name = "\"" + accelerator.advertisedName() + "\"";
        return site == null ? name : site + " as " + name;
    }

    private static String limits(PoolProfile pool, PoolFacts facts) {
        List<String> limits = new ArrayList<>();
        if (pool.queue() != null) {
            limits.add("places in the queue");
        }
        if (facts.longestRun() != null) {
            limits.add("runs up to " + Quantities.span(facts.longestRun()));
        }
        if (facts.mostNodes() != null) {
            limits.add(facts.mostNodes() + " nodes a job");
        }
        if (!pool.runsImages()) {
            limits.add("no images");
        }
        return limits.isEmpty() ? "none" : String.join(", ", limits);
    }

    private static String prices(List<Offer> offers) {
        return offers.isEmpty()
                ? PoolTotals.UNKNOWN
                : offers.stream().map(DiscoverText::price).collect(Collectors.joining(", "));
    }

    private static String price(Offer offer) {
        return offer.price().amount().toPlainString() + " " + offer.price().currency() + " per "
                + Token.of(offer.unit()) + " " + Token.of(offer.mode());
    }

    private void remarks(List<Remark> remarks) {
        if (remarks.isEmpty()) {
            return;
        }
        line("  Not offered, or not understood");
        Map<String, Set<String>> byTrouble = new LinkedHashMap<>();
        for (Remark remark : remarks) {
            byTrouble
                    .computeIfAbsent(remark.what(), any -> new LinkedHashSet<>())
                    .add(remark.about());
        }
        byTrouble.forEach((what, about) -> line("    " + named(about) + ": " + what));
    }

    private static String named(Set<String> about) {
        String first = about.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return about.size() <= MOST_NAMED ? first : first + " and " + (about.size() - MOST_NAMED) + " more";
    }

    private void devices(List<RegionLook> regions) {
        Set<String> names = advertisedNames(regions);
        if (names.isEmpty()) {
            line("No accelerators would be advertised.");
            return;
        }
        line("What the broker takes the names for");
        for (String name : names) {
            Meaning meaning = catalogue.meanings().get(name);
            line("  \"" + name + "\": " + (meaning == null ? "not asked" : words(meaning)));
        }
        if (catalogue.trouble() != null) {
            line("  " + catalogue.trouble() + "; isobar-agent check says what to do");
        }
    }

    private static String words(Meaning meaning) {
        return switch (meaning) {
            case Meaning.Exact exact -> exact.model();
            case Meaning.Ambiguous several ->
                "AMBIGUOUS, it may be " + String.join(" or ", several.candidates())
                        + "; advertise the name of one of them";
            case Meaning.Unknown unknown ->
                "UNKNOWN, work that asks for a model will not come"
                        + (unknown.nearest().isEmpty()
                                ? ""
                                : "; is it " + String.join(" or ", unknown.nearest()) + "?");
        };
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}

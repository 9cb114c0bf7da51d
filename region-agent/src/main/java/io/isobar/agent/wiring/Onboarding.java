package io.isobar.agent.wiring;

import io.isobar.agent.driver.ResourceManagerDriver;
import io.isobar.agent.onboarding.CatalogueQuestions;
import io.isobar.agent.onboarding.DiscoverText;
import io.isobar.agent.onboarding.RegionLook;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The verbs for who sets up a region: they look, with the parts that the service would run, and let go again. */
final class Onboarding {
    /** What is found is printed; what the parts log of it besides would stand in between. Held, or it could be collected. */
    private static final Logger ROOT = Logger.getLogger("");

    private final PrintStream out;
    private final PrintStream errors;

    Onboarding(PrintStream out, PrintStream errors) {
        this.out = out;
        this.errors = errors;
    }

    /** Prints what the configured regions would advertise; returns the exit code. */
    int discover() {
        ROOT.setLevel(Level.OFF);
        AgentSettings settings;
        try {
            settings = OfflineConfiguration.read();
        } catch (InvalidConfigurationException e) {
            errors.println("isobar-agent: " + e.getMessage());
            return Main.NOT_UNDERSTOOD;
        }
        return discover(settings);
    }

    int discover(AgentSettings settings) {
        try (AgentThreads threads = new AgentThreads()) {
            List<RegionLook> looks = settings.regions().stream()
                    .map(region -> look(region, settings, threads))
                    .toList();
            out.print(DiscoverText.of(
                    looks,
                    CatalogueQuestions.ask(settings.brokers(), threads::dial, DiscoverText.advertisedNames(looks))));
            out.flush();
            return looks.stream().allMatch(look -> look.survey() != null) ? Main.GOOD : Main.BAD;
        }
    }

    private static RegionLook look(RegionSettings region, AgentSettings settings, AgentThreads threads) {
        RegionFolder folder = RegionFolder.look(
                settings.stateFolder().resolve(region.profile().name().value()));
        try (ResourceManagerDriver driver = RegionAgent.driver(region, settings, folder, threads, Clock.systemUTC())) {
            return RegionLook.of(region.profile(), driver.survey());
        } catch (IOException | RuntimeException e) {
            return RegionLook.failed(region.profile(), String.valueOf(e.getMessage()));
        }
    }
}

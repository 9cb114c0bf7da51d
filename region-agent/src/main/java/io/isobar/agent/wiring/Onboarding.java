package io.isobar.agent.wiring;

import io.grpc.ManagedChannel;
import io.isobar.agent.driver.LinkCheck;
import io.isobar.agent.driver.ResourceManagerDriver;
import io.isobar.agent.endpoint.HostPort;
import io.isobar.agent.lease.kafka.FenceReader;
import io.isobar.agent.onboarding.BrokerCheck;
import io.isobar.agent.onboarding.CatalogueQuestions;
import io.isobar.agent.onboarding.CheckText;
import io.isobar.agent.onboarding.DiscoverText;
import io.isobar.agent.onboarding.KafkaCheck;
import io.isobar.agent.onboarding.RegionLook;
import io.isobar.agent.telemetry.kafka.KafkaTelemetry;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.common.acl.AclOperation;

/** The verbs for who sets up a region: they look, with the parts that the service would run, and let go again. */
final class Onboarding {
    /** What is found is printed; what the parts log of it besides would stand in between. Held, or it could be collected. */
    private static final Logger ROOT = Logger.getLogger("");

    private static final List<KafkaCheck.Use> KAFKA_USES = List.of(
            new KafkaCheck.Use(KafkaTelemetry.TOPIC, AclOperation.WRITE),
            new KafkaCheck.Use(FenceReader.TOPIC, AclOperation.READ));

    private final PrintStream out;
    private final PrintStream errors;

    Onboarding(PrintStream out, PrintStream errors) {
        this.out = out;
        this.errors = errors;
    }

    /** Prints what the configured regions would advertise; returns the exit code. */
    int discover() {
        return with(this::discover);
    }

    /** Prints what was found at every link; returns the exit code. */
    int check() {
        return with(this::check);
    }

    private int with(ToIntFunction<AgentSettings> verb) {
        ROOT.setLevel(Level.OFF);
        AgentSettings settings;
        try {
            settings = OfflineConfiguration.read();
        } catch (InvalidConfigurationException e) {
            errors.println("isobar-agent: " + e.getMessage());
            return Main.NOT_UNDERSTOOD;
        }
        return verb.applyAsInt(settings);
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

    int check(AgentSettings settings) {
        List<LinkCheck> checks = new ArrayList<>();
        try (AgentThreads threads = new AgentThreads()) {
            for (RegionSettings region : settings.regions()) {
                checks.addAll(checkRegion(region, settings, threads));
            }
            for (HostPort broker : settings.brokers()) {
                ManagedChannel channel = threads.dial(broker);
                checks.addAll(BrokerCheck.run(broker, channel, Clock.systemUTC()));
                channel.shutdownNow();
            }
        }
        if (settings.kafka() == null) {
            checks.add(LinkCheck.good(
                    "kafka",
                    "none",
                    "is not configured: telemetry goes over the broker's stream, and no region is fenced"));
        } else {
            checks.addAll(KafkaCheck.run(settings.kafka(), KAFKA_USES));
        }
        out.print(CheckText.of(checks));
        out.flush();
        return checks.stream().allMatch(LinkCheck::good) ? Main.GOOD : Main.BAD;
    }

    private static List<LinkCheck> checkRegion(RegionSettings region, AgentSettings settings, AgentThreads threads) {
        String name = region.profile().name().value();
        Path folder = settings.stateFolder().resolve(name);
        List<LinkCheck> checks = new ArrayList<>();
        checks.add(StateFolderCheck.run(folder));
        try (ResourceManagerDriver driver =
                RegionAgent.driver(region, settings, RegionFolder.look(folder), threads, Clock.systemUTC())) {
            checks.addAll(driver.check());
        } catch (IOException e) {
            checks.add(LinkCheck.bad(
                    "driver",
                    name,
                    String.valueOf(e.getMessage()),
                    "see that the agent's account may read the folder"));
        }
        return checks.stream().map(check -> check.of(name)).toList();
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

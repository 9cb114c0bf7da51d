package io.isobar.standalone.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FederationFileTest {
    @TempDir
    Path folder;

    @Test
    void flattensRegionsAsWritten() throws IOException {
        Files.writeString(folder.resolve("nodes.csv"), "");
        Federation federation = read("""
                broker:
                  isobar.a: 1
                  isobar: { b: { c: "2" } }
                agents:
                  one:
                    heartbeat: 1s
                    regions:
                      east:
                        driver: simulated
                        time-scale: 010
                        inventory: { file: nodes.csv }
                        offers:
                          - { pool: a, price: "7.80 CNY" }
                          - { pool: b }
                """);
        assertThat(federation.broker()).isEqualTo(Map.of("isobar.a", "1", "isobar.b.c", "2"));
        AgentPlan agent = federation.agents().getFirst();
        assertThat(agent.regions()).containsExactly("east");
        assertThat(agent.configuration(Map.of("broker", "127.0.0.1:9")))
                .isEqualTo(Map.of(
                        "isobar.agent.broker", "127.0.0.1:9",
                        "isobar.agent.heartbeat", "1s",
                        "isobar.agent.regions.east.driver", "simulated",
                        "isobar.agent.regions.east.time-scale", "010",
                        "isobar.agent.regions.east.inventory.file",
                                folder.resolve("nodes.csv").toString(),
                        "isobar.agent.regions.east.offers[0].pool", "a",
                        "isobar.agent.regions.east.offers[0].price", "7.80 CNY",
                        "isobar.agent.regions.east.offers[1].pool", "b"));
    }

    @Test
    void findsTheOperatorsAcceleratorsBesideIt() throws IOException {
        Path table = Files.writeString(folder.resolve("own.csv"), "id,vendor,model,confidence,source\n");
        assertThat(read("broker: { isobar.broker.catalog: { file: own.csv } }").broker())
                .isEqualTo(Map.of("isobar.broker.catalog.file", table.toString()));
    }

    @Test
    void givesPortsOfTheCommandLineTheLastWord() throws IOException {
        Path file = Files.writeString(folder.resolve("f.yaml"), "standalone: { ports: { http: 81, grpc: 91 } }");
        LaunchSettings launch = FederationFile.read(file, Map.of(LaunchSettings.HTTP, 82), OptionalInt.empty())
                .launch();
        assertThat(launch.port(LaunchSettings.HTTP)).isEqualTo(82);
        assertThat(launch.port(LaunchSettings.GRPC)).isEqualTo(91);
        assertThat(launch.port(LaunchSettings.AGENTS)).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            brokr: {}                                                   | unknown key 'brokr'; known are agents, broker
            standalone: { ports: { http: 65536 } }                      | standalone.ports.http is '65536'
            standalone: { ports: { htp: 1 } }                           | unknown key 'htp'
            agents: { kafka: { regions: { a: { } } } }                  | the name of another part
            agents: { One: { regions: { a: { } } } }                    | agents.One: a name has
            agents: { one: { } }                                        | needs at least one region
            agents: { one: { regions: { a: {} } }, two: { regions: { a: {} } } } | another agent has a region of this
            agents: { one: { regions: { a: { inventory: { file: no } } } } } | regions.a.inventory.file: the file
            agents: [ one ]                                             | agents: a map of keys is needed
            agents: { one: { regions: { a: {}, a: {} } } }              | is not valid YAML
            """)
    void namesWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("federation.yaml")
                .hasMessageContaining(message);
    }

    @Test
    void namesAllProblemsAtOnce() {
        assertThatThrownBy(() -> read("x: 1\ny: 2\nagents: { A: {} }"))
                .hasMessageContaining("'x'")
                .hasMessageContaining("'y'")
                .hasMessageContaining("agents.A");
    }

    @Test
    void readsTheFederationThatIsShipped() {
        Federation federation =
                FederationFile.read(Path.of("federation/federation.yaml"), Map.of(), OptionalInt.empty());
        assertThat(federation.agents()).extracting(AgentPlan::name).containsExactly("local", "simulated");
        assertThat(federation.agents().getLast().regions())
                .containsExactly("hangzhou-nv", "guizhou-ascend", "kunshan-dcu", "yangtze-mixed", "us-west-gpu");
        assertThat(federation.agents().getLast().keys())
                .containsEntry("regions.guizhou-ascend.place.city", "Gui'an")
                .containsEntry("regions.hangzhou-nv.inventory.format", "openb");
    }

    private Federation read(String text) throws IOException {
        return FederationFile.read(
                Files.writeString(folder.resolve("federation.yaml"), text), Map.of(), OptionalInt.empty());
    }
}

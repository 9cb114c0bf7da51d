package io.isobar.broker.manifest;

import static io.isobar.broker.manifest.Manifests.CUDA;
import static io.isobar.broker.manifest.Manifests.ENVELOPE;
import static io.isobar.broker.manifest.Manifests.VARIANT;
import static io.isobar.broker.manifest.Manifests.problems;
import static io.isobar.broker.manifest.Manifests.refused;
import static io.isobar.broker.manifest.Manifests.with;
import static io.isobar.broker.manifest.Manifests.withAccelerators;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.catalog.AcceleratorModel;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.failure.Reason;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BadManifestTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource({"fields", "quantities", "rules", "variants", "envelopes"})
    void saysWhereItIsWrongAndWhatToWrite(String expected, String file) {
        var failure = refused(file);

        assertThat(failure.reason()).isEqualTo(Reason.INVALID_MANIFEST);
        assertThat(problems(failure))
                .singleElement()
                .asString()
                .contains(expected)
                .hasSizeLessThan(700);
    }

    static Stream<Arguments> fields() {
        return Stream.of(
                bad("line 6: spec.replica: is no field; did you mean replicas?", with("replica: 3")),
                bad("line 6: spec.cpus: is no field; it belongs into spec.resources", with("cpus: 3")),
                bad("line 6: spec.image: is no field; it belongs into spec.variants[]", with("image: x")),
                bad("line 6: spec.zzzzzz: is no field; known are class,", with("zzzzzz: 3")),
                bad("line 6: spec[\"a\\u000ab/c\"]: is no field", with("\"a\\nb/c\": 3")),
                bad("line 7: spec.resources.gpu: is no field", with("resources:", "  gpu: 1")),
                bad(
                        "line 6: spec.disconnect.polcy: is no field; did you mean policy?",
                        with("disconnect: { polcy: keep_running }")),
                bad(
                        "line 6: spec.replicas: must be a whole number from 1 to 100,000, is a truth value, \"true\"",
                        with("replicas: true")),
                bad("spec.replicas: must be a whole number from 1 to 100,000, is a text, \"3\"", with("replicas: '3'")),
                bad(
                        "spec.replicas: must be a whole number from 1 to 100,000, is a number, \"2.5\"",
                        with("replicas: 2.5")),
                bad("spec.replicas: must be a whole number from 1 to 100,000, is -3", with("replicas: -3")),
                bad("spec.replicas: must be a whole number from 1 to 100,000, is 0", with("replicas: 0")),
                bad("is 9223372036854775808", with("replicas: 9223372036854775808")),
                bad("spec.replicas: must be", with("replicas: " + "9".repeat(10_000))),
                bad("spec.replicas: must be a whole number from 1 to 100,000, is empty", with("replicas:")),
                bad("spec.replicas: must be a whole number", with("replicas: 0x10")),
                bad(
                        "line 6: spec.gang: must be a map with minimum, startWithin, domain, across, is a list",
                        with("gang: [ 1 ]")),
                bad("spec.resources: must be a map with accelerators, cpus, memory, is empty", with("resources:")),
                bad(
                        "line 7: spec.replicas: is written twice, first in line 6; keep one",
                        with("replicas: 1", "replicas: 2")));
    }

    static Stream<Arguments> quantities() {
        return Stream.of(
                bad(
                        "line 6: spec.resources.memory: memory \"512\": it has no unit, and bytes, MiB and GiB cannot be told apart. Write 512Gi",
                        with("resources: { memory: 512 }")),
                bad("Write 512Mi", with("resources: { memory: 512m }")),
                bad("spec.resources.memory: memory \".nan\"", with("resources: { memory: .nan }")),
                bad("it is negative", with("resources: { memory: -1Gi }")),
                bad("U+FF15", with("resources: { memory: ５Gi }")),
                bad("Write the smaller end first", with("resources: { memory: 2Gi..1Gi }")),
                bad("it does not start with a digit", with("resources: { memory: much }")),
                bad("spec.resources.memory: must be an amount with a unit", with("resources: { memory: true }")),
                bad("spec.resources.cpus: must be a number of cores", with("resources: { cpus: [ 4 ] }")),
                bad("spec.resources.cpus: cpus \".inf\"", with("resources: { cpus: .inf }")),
                bad("spec.resources.cpus: cpus \"1e3\"", with("resources: { cpus: 1e3 }")),
                bad("spec.resources.cpus: cpus \"4 cores\"", with("resources: { cpus: 4 cores }")),
                bad("spec.timeLimit: duration \"90\": the number 90 has no unit", with("timeLimit: 90")),
                bad("spec.timeLimit: must be more than 0 s", with("timeLimit: 0s")),
                bad(
                        "spec.array.atOnce: is required; write how many of its tasks may run at once",
                        with("array: { name: sweep }")),
                bad("spec.array.name: is required; write the name of the array", with("array: { atOnce: 2 }")),
                bad(
                        "spec.array.atOnce: must be a whole number from 1 to 100,000, is 0",
                        with("array: { name: sweep, atOnce: 0 }")),
                bad("spec.gang.startWithin: duration \"soon\"", with("gang: { startWithin: soon }")),
                bad("spec.work.hours: must be a number of hours", with("work: { hours: .nan }")),
                bad("spec.work.hours: must be a number of hours", with("work: { hours: .inf }")),
                bad("spec.work.hours: must be a number of hours", with("work: { hours: -1 }")),
                bad("spec.work.hours: must be a number of hours", with("work: { hours: 0 }")),
                bad("spec.work.hours: must be a number of hours", with("work: { hours: long }")),
                bad("spec.work.hours: must be a number of hours", with("work: { hours: 20000000 }")),
                bad("spec.work.hours: is required", with("work: { family: x }")),
                bad("spec.data[0].sizeGB: memory \"-1GB\"", with("data: [ { uri: x, sizeGB: -1 } ]")),
                bad("spec.data[0].sizeGB: gigabytes \"5TB\"", with("data: [ { uri: x, sizeGB: 5TB } ]")),
                bad("spec.data[0].sizeGB: says the same as size", with("data: [ { uri: x, sizeGB: 5, size: 5GB } ]")),
                bad("spec.data[0].uri: is required", with("data: [ { sizeGB: 5 } ]")),
                bad(
                        "spec.placement.maxPricePerHour: money \"2000\": the amount and the currency need a blank between",
                        with("placement: { maxPricePerHour: 2000 }")),
                bad("spec.objective.valueOfTime: must not be negative", with("objective: { valueOfTime: -1 CNY/h }")),
                bad("spec.objective.valueOfTime: currency \"RMB\"", with("objective: { valueOfTime: 1 RMB }")),
                bad("spec.objective.carbonPrice: must not be negative", with("objective: { carbonPrice: -1 EUR/t }")),
                bad(
                        "spec.objective.carbonPrice: carbon price \"80 EUR\": it does not say that it is for a tonne",
                        with("objective: { carbonPrice: 80 EUR }")),
                bad("spec.objective.maxCarbon: carbon \"500\": it has no unit", with("objective: { maxCarbon: 500 }")),
                bad(
                        "spec.objective.deadline: time \"2027-03-01T00:00:00\"",
                        with("objective: { deadline: 2027-03-01T00:00:00 }")),
                bad("spec.objective.deadline: time \"2027-03-01\"", with("objective: { deadline: 2027-03-01 }")));
    }

    static Stream<Arguments> rules() {
        return Stream.of(
                bad("spec.class: must be one of general, intelligent, super", with("class: fast")),
                bad("did you mean intelligent?", with("class: inteligent")),
                bad("spec.gang.minimum: 5 is more than the 4 replicas", with("replicas: 4", "gang: { minimum: 5 }")),
                bad(
                        "spec.gang.across: domain: required and across exclude each other",
                        with("gang: { domain: required, across: pools }")),
                bad("spec.gang.across: must be one of nothing, pools, regions", with("gang: { across: planets }")),
                bad(
                        "spec.groups[0].name: \"main\" is the group that",
                        with("groups: [ { name: main, variants: [ { stack: cpu, command: [ a ] } ] } ]")),
                bad(
                        "spec.groups[1].name: \"a\" is the name of another group",
                        with("groups: [ { name: a, variants: [ { stack: cpu, command: [ a ] } ] },"
                                + " { name: a, variants: [ { stack: cpu, command: [ a ] } ] } ]")),
                bad("spec.groups[0].variants: ", with("groups: [ { name: a } ]")),
                bad(
                        "spec.groups[0].resources.cpu: is no field; did you mean cpus?",
                        with(
                                "groups: [ { name: a, resources: { cpu: 1 }, variants: [ { stack: cpu, command: [ a ] } ] } ]")),
                bad("spec.gang.domain: must be one of required, preferred", with("gang: { domain: true }")),
                bad("spec.billing.contract: goes only with mode: contract", with("billing: { contract: c }")),
                bad("spec.billing.contract: is required", with("billing: { mode: contract }")),
                bad("spec.billing.contract: is required", with("billing: { mode: [ spot, contract ] }")),
                bad("spec.billing.mode: names no mode", with("billing: { mode: [] }")),
                bad("spec.billing.mode[1]: must be one of", with("billing: { mode: [ spot, never ] }")),
                bad("spec.billing.mode: ", with("billing: { mode: { spot: true } }")),
                bad(
                        "spec.billing.mode: must be one of on-demand, spot, contract",
                        with("billing: { mode: ondemand2, contract: c }")),
                bad("spec.retry.limit: must be a whole number from 0 to 100, is 101", with("retry: { limit: 101 }")),
                bad("spec.retry.on: names no outcome", with("retry: { on: [] }")),
                bad("spec.retry.on[0]: must be one of LOST", with("retry: { on: [ lost ] }")),
                bad("spec.retry.on: must be a list", with("retry: { on: LOST }")),
                bad("spec.retry.avoidSameRegion: must be true or false", with("retry: { avoidSameRegion: 'yes' }")),
                bad("spec.disconnect.policy: must be one of stop_and_replace", with("disconnect: { policy: stop }")),
                bad(
                        "spec.placement.regions[0]: \"A/B\" is no name of a region",
                        with("placement: { regions: [ A/B ] }")),
                bad("spec.placement.residency[0]: \"cn\" is no country", with("placement: { residency: [ cn ] }")),
                bad("spec.placement.residency: must be a list", with("placement: { residency: CN }")),
                bad("spec.placement.spread.maximum: is required", with("placement: { spread: { by: region } }")),
                bad(
                        "spec.placement.spread.by: must be one of provider",
                        with("placement: { spread: { by: rack, maximum: 1 } }")),
                bad("spec.checkpoint.uri: is required", with("checkpoint: { every: 1h }")),
                bad(
                        "spec.variants: A100-80GB needs a variant with stack: cuda; there are variants for cpu",
                        with("resources: { accelerators: 'A100-80GB:8' }")),
                bad(
                        "spec.variants: without accelerators it needs a variant with stack: cpu; add one, or ask for accelerators; there are variants for cuda",
                        withAccelerators("replicas: 1")),
                bad(
                        "spec.resources.accelerators: accelerators \"A100-80GB:9223372036854775808\": the count 9223372036854775808 is not from 1 to 65536",
                        withAccelerators("resources: { accelerators: 'A100-80GB:9223372036854775808' }")),
                bad("the count 0 is not from 1", withAccelerators("resources: { accelerators: 'A100-80GB:0' }")),
                bad("must be the name of an accelerator", withAccelerators("resources: { accelerators: 8 }")),
                bad(
                        "spec.variants: the catalogue does not say which software runs on",
                        withAccelerators("resources: { accelerators: '" + unknownStack() + "' }")),
                bad("must have either anyOf or ordered", withAccelerators("resources: { accelerators: {} }")));
    }

    static Stream<Arguments> variants() {
        return Stream.of(
                bad("spec.variants: names no way to run it", ENVELOPE + "spec: {}\n"),
                bad("spec.variants: names no way to run it", ENVELOPE + "spec: { variants: [] }\n"),
                bad(
                        "spec.variants: must be a list, is a map; begin each variant with a hyphen",
                        variant("{ stack: cpu }")),
                bad("spec.variants[0].stack: is required", variant("[ { command: [ a ] } ]")),
                bad(
                        "spec.variants[0].stack: \"cudda\" is not known; known are cpu, cuda",
                        variant("[ { stack: cudda, command: [ a ] } ]")),
                bad("spec.variants[0].command: is required where there is no image", variant("[ { stack: cpu } ]")),
                bad(
                        "spec.variants[0].command: must be a list, is a text, \"python train.py\"; write [\"python\", \"train.py\"], or [sh, -c",
                        variant("[ { stack: cpu, command: python train.py } ]")),
                bad("spec.variants[0].command[0]: names no program", variant("[ { stack: cpu, command: [ '' ] } ]")),
                bad(
                        "spec.variants[0].command[1]: must be a single value, is a map",
                        variant("[ { stack: cpu, command: [ a, { b: c } ] } ]")),
                bad(
                        "spec.variants[0].command[1]: character 1 is NUL",
                        variant("[ { stack: cpu, command: [ a, \"\\0\" ] } ]")),
                bad("spec.variants[0].image: has a blank in it", variant("[ { stack: cpu, image: a b } ]")),
                bad("spec.variants[0].env: must be a map", variant("[ { stack: cpu, command: [ a ], env: [ A=b ] } ]")),
                bad(
                        "spec.variants[0].env[\"1A\"]: is no name of a variable",
                        variant("[ { stack: cpu, command: [ a ], env: { 1A: b } } ]")),
                bad(
                        "spec.variants[0].env.A: must be a single value, is empty",
                        variant("[ { stack: cpu, command: [ a ], env: { A: } } ]")),
                bad(
                        "spec.variants[0].precisions[0]: \"bf17\" is no precision",
                        variant("[ { stack: cpu, command: [ a ], precisions: [ bf17 ] } ]")),
                bad(
                        "spec.variants[0].architecture: \"vax\" is not known",
                        variant("[ { stack: cpu, command: [ a ], architecture: vax } ]")),
                bad(
                        "spec.variants[0].driverMinimum: \"new\" is no version",
                        variant("[ { stack: cpu, command: [ a ], driverMinimum: new } ]")));
    }

    static Stream<Arguments> envelopes() {
        var rest = "spec:\n" + VARIANT;
        return Stream.of(
                bad(
                        "apiVersion: must be isobar/v1, is \"batch/v1\"",
                        "apiVersion: batch/v1\nkind: Workload\nmetadata: { name: x }\n" + rest),
                bad(
                        "line 2: kind: must be Workload, is \"Job\"",
                        "apiVersion: isobar/v1\nkind: Job\nmetadata: { name: x }\n" + rest),
                bad(
                        "apiVersion: is required; write apiVersion: isobar/v1",
                        "kind: Workload\nmetadata: { name: x }\n" + rest),
                bad("metadata: is required", "apiVersion: isobar/v1\nkind: Workload\n" + rest),
                bad("metadata.name: is required", "apiVersion: isobar/v1\nkind: Workload\nmetadata: {}\n" + rest),
                bad("spec: is required", ENVELOPE),
                bad("metadata.name: must be 1 to 63 lower-case letters", named("a/b")),
                bad("is \"a\\u000ab\"", named("\"a\\nb\"")),
                bad("is \"a\"b\"", named("'a\"b'")),
                bad("metadata.name: must be 1 to 63", named("x".repeat(10_000))),
                bad("metadata.name: must be a text, is a number, \"42\"; write it in quotes", named("42")),
                bad("metadata.tenant: must be 1 to 63", named("x, tenant: Ä")),
                bad("metadata.labels: must be a map", named("x, labels: [ a ]")),
                bad("metadata.labels.a: must be a single value, is a list", named("x, labels: { a: [ b ] }")));
    }

    @Test
    void namesEveryProblemAtOnce() {
        var failure = refused("apiVersion: isobar/v2\nkind: Workload\nmetadata: { name: A }\nspec:\n" + CUDA
                + "  replicas: -1\n  resources: { memory: 5, accelerators: A10000 }\n  retry: { limits: 2 }\n");

        assertThat(failure.reason()).isEqualTo(Reason.INVALID_MANIFEST);
        assertThat(failure.violations())
                .extracting(violation -> violation.line() + " " + violation.field())
                .containsExactly(
                        "1 apiVersion",
                        "3 metadata.name",
                        "6 spec.replicas",
                        "7 spec.resources.memory",
                        "7 spec.resources.accelerators",
                        "8 spec.retry.limits");
    }

    @Test
    void saysWhichAcceleratorsAnAmbiguousNameMayMean() {
        var failure = refused(withAccelerators("resources: { accelerators: '910B:8' }"));

        assertThat(failure.reason()).isEqualTo(Reason.AMBIGUOUS_ACCELERATOR);
        assertThat(failure.metadata().get("candidates")).contains("Ascend910B3", "Ascend910B4");
        assertThat(problems(failure)).singleElement().asString().startsWith("line 6: spec.resources.accelerators: ");
    }

    @Test
    void saysThatAnAcceleratorIsUnknown() {
        assertThat(refused(withAccelerators("resources: { accelerators: [ 'A10000:8' ] }"))
                        .reason())
                .isEqualTo(Reason.UNKNOWN_ACCELERATOR);
        assertThat(refused(with("work: { hours: 1, on: A10000 }")).reason()).isEqualTo(Reason.UNKNOWN_ACCELERATOR);
        assertThat(problems(refused(with("work: { hours: 1, on: 'A100-80GB:8' }"))))
                .singleElement()
                .asString()
                .contains("spec.work.on");
    }

    private static String named(String name) {
        return "apiVersion: isobar/v1\nkind: Workload\nmetadata: { name: " + name + " }\nspec:\n" + VARIANT;
    }

    private static String variant(String variants) {
        return ENVELOPE + "spec:\n  variants: " + variants + "\n";
    }

    private static String unknownStack() {
        return Manifests.CATALOG.models().stream()
                .filter(model -> model.stack() == SoftwareStack.UNKNOWN)
                .map(AcceleratorModel::id)
                .findFirst()
                .orElseThrow();
    }

    private static Arguments bad(String expected, String file) {
        return Arguments.of(expected, file);
    }
}

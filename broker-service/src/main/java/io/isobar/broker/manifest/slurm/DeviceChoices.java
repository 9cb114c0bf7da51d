package io.isobar.broker.manifest.slurm;

import io.isobar.broker.manifest.conversion.AskedAccelerators;
import io.isobar.broker.manifest.conversion.Findings;
import io.isobar.broker.workload.AcceleratorChoice;
import java.util.ArrayList;
import java.util.List;

/** Which models a job means: by the type that it gives, else by words of the site, else any of the kind. */
final class DeviceChoices {
    private final Findings findings;
    private final AskedAccelerators accelerators;

    DeviceChoices(Findings findings, AskedAccelerators accelerators) {
        this.findings = findings;
        this.accelerators = accelerators;
    }

    List<AcceleratorChoice> of(Geometry geometry, SiteWords words) {
        if (geometry.devices().isEmpty()) {
            return List.of();
        }
        var types = geometry.devices().stream().map(DeviceAsk::type).distinct().toList();
        var ask = geometry.devices().getFirst();
        if (geometry.devices().stream().map(DeviceAsk::kind).distinct().count() > 1
                || types.stream().filter(type -> type != null).count() > 1) {
            findings.wrong(
                    ask.given().line(),
                    ask.given().shown(),
                    "asks for several kinds of accelerator; a replica has one kind");
            return List.of();
        }
        int count = (int) geometry.devicesPerNode();
        var source = words.source();
        for (var typed : geometry.devices()) {
            var type = typed.type();
            if (type != null) {
                var choice = findings.read(
                        typed.given().line(), typed.given().option().toString(), () -> accelerators.named(type, count));
                var all = choice == null ? List.<AcceleratorChoice>of() : List.<AcceleratorChoice>of(choice);
                reportOtherWords(all, words);
                return all;
            }
        }
        if (source != null) {
            findings.lost(source.line(), source.shown(), "taken as the model of accelerator");
            var named = new ArrayList<AcceleratorChoice>();
            for (var word : words.models()) {
                var choice =
                        findings.read(source.line(), source.option().toString(), () -> accelerators.named(word, count));
                if (choice != null && !named.contains(choice)) {
                    named.add(choice);
                }
            }
            return named;
        }
        var any = accelerators.ofKind(ask.kind(), count);
        findings.changedUnlessSaid(
                AskedAccelerators.FIELD,
                ask.given().line(),
                ask.given().shown(),
                "names no model, so that any of " + any.size() + " is taken; write the model, such as gpu:a100-80gb:8");
        return any;
    }

    private void reportOtherWords(List<AcceleratorChoice> chosen, SiteWords words) {
        var source = words.source();
        if (source == null || source.option() != SbatchOption.CONSTRAINT || chosen.isEmpty()) {
            return;
        }
        if (!(chosen.getFirst() instanceof AcceleratorChoice.Named named)) {
            return;
        }
        var id = named.modelId();
        if (words.models().stream()
                .noneMatch(word -> accelerators.named(word, 1).modelId().equals(id))) {
            findings.changed(
                    source.line(),
                    source.shown(),
                    "names another model than the type, " + id + ", which is taken; write the type that is meant");
        }
    }
}

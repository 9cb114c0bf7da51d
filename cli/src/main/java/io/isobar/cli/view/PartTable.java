package io.isobar.cli.view;

import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Column;
import io.isobar.cli.text.Table;
import io.isobar.proto.workload.v1.Candidate;
import io.isobar.proto.workload.v1.GangPart;
import java.util.ArrayList;
import java.util.List;

/** The parts of a gang, which start together. */
final class PartTable {
    private PartTable() {}

    private record Numbered(int number, String group, Candidate place) {}

    static Table of(List<GangPart> parts, Frame frame) {
        var numbered = new ArrayList<Numbered>();
        parts.forEach(part -> numbered.add(new Numbered(numbered.size() + 1, part.getGroup(), part.getCandidate())));
        return new Listing<Numbered>()
                .add(Column.number("PART"), (part, f) -> Integer.toString(part.number()))
                .add(Column.name("GROUP", 4, 16), (part, f) -> part.group())
                .add(
                        Column.number("REPLICAS"),
                        (part, f) -> Amounts.count(part.place().getReplicas()))
                .add(
                        Column.name("POOL", 8, 28),
                        (part, f) ->
                                part.place().getRegion() + "/" + part.place().getPool())
                .add(
                        Column.name("ACCELERATOR", 8, 14),
                        (part, f) -> Model.text(CandidateTable.accelerator(part.place()), f))
                .add(
                        Column.number("PER HOUR"),
                        (part, f) -> Amounts.money(part.place().getPricePerHour()))
                .add(
                        Column.number("TOTAL"),
                        (part, f) -> Amounts.money(part.place().getTotal()))
                .of(numbered, frame);
    }
}

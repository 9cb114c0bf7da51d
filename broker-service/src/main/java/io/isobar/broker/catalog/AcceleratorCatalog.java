package io.isobar.broker.catalog;

import io.isobar.broker.table.Csv;
import io.isobar.broker.table.CsvTable;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All accelerator models that are known, by canonical id. Comes with the product as data; an operator can add entries
 * or replace them by a table of the same columns. Immutable.
 */
public final class AcceleratorCatalog {
    private final Map<String, AcceleratorModel> models;
    private final List<Partition> partitions;
    private final AcceleratorResolver resolver;
    private final CudaWheels wheels = CudaWheels.load();
    private final CannPairs cannPairs = CannPairs.load();
    private final Speeds speeds;

    private AcceleratorCatalog(
            Map<String, AcceleratorModel> models,
            List<Partition> partitions,
            AcceleratorResolver resolver,
            Speeds speeds) {
        this.models = Collections.unmodifiableMap(models);
        this.partitions = List.copyOf(partitions);
        this.resolver = resolver;
        this.speeds = speeds;
    }

    /** The catalogue that comes with the product. */
    public static AcceleratorCatalog load() {
        return load("operator's table", new StringReader(""));
    }

    /**
     * The catalogue with an operator's entries. An entry with a known id replaces the product's whole; the extra names
     * that the product has for that id stay. An alias that is ambiguous in the product may be given to one of the
     * models that it can mean.
     *
     * @param name of the operator's table, for messages
     * @param operators a table with a header of known columns; empty for none
     * @throws CatalogException naming every problem, if there is any
     */
    public static AcceleratorCatalog load(String name, Reader operators) {
        var problems = new ArrayList<String>();
        try {
            Map<String, AcceleratorModel> models =
                    ModelTable.read(CatalogResource.read("accelerators.csv", problems), problems);
            CsvTable own = Csv.read(name, operators, problems);
            if (!own.header().isEmpty()) {
                models.putAll(ModelTable.read(own, problems));
            }
            List<Partition> partitions =
                    PartitionTable.read(CatalogResource.read("partitions.csv", problems), models, problems);
            var names = new NameIndex(problems);
            models.values().forEach(names::add);
            NamesTable.read(CatalogResource.read("names.csv", problems), models, names, problems);
            var speeds = Speeds.read(CatalogResource.read("speeds.csv", problems), models, problems);
            if (!problems.isEmpty()) {
                throw new CatalogException(problems);
            }
            return new AcceleratorCatalog(models, partitions, new AcceleratorResolver(names, partitions), speeds);
        } catch (IOException e) {
            throw new UncheckedIOException("The accelerator table " + name + " cannot be read.", e);
        }
    }

    public Optional<AcceleratorModel> find(String id) {
        return Optional.ofNullable(models.get(id));
    }

    /** All models, in the order of the tables. */
    public Collection<AcceleratorModel> models() {
        return models.values();
    }

    /** The partitions that a model can be cut into; none also where that is not known. */
    public List<Partition> partitions(AcceleratorModel model) {
        return partitions.stream().filter(p -> p.modelId().equals(model.id())).toList();
    }

    public AcceleratorResolver resolver() {
        return resolver;
    }

    public CudaWheels wheels() {
        return wheels;
    }

    public CannPairs cannPairs() {
        return cannPairs;
    }

    public Speeds speeds() {
        return speeds;
    }
}

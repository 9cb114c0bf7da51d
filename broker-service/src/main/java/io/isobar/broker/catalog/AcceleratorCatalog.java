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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All accelerator models that are known, by canonical id. Comes with the product as data; an operator can add entries
 * or replace them by a table of the same columns. Immutable.
 */
public final class AcceleratorCatalog {
    private final Map<String, AcceleratorModel> models;
    private final Set<String> own;
    private final List<Partition> partitions;
    private final AcceleratorResolver resolver;
    private final CudaWheels wheels = CudaWheels.load();
    private final CannPairs cannPairs = CannPairs.load();
    private final Speeds speeds;
    private final Map<String, String> vendors;
    private final List<CsvTable> operators;
    private volatile @Nullable String version;

    private AcceleratorCatalog(
            Map<String, AcceleratorModel> models,
            Set<String> own,
            List<Partition> partitions,
            AcceleratorResolver resolver,
            Speeds speeds,
            List<CsvTable> operators) {
        this.models = Collections.unmodifiableMap(models);
        this.own = Set.copyOf(own);
        this.partitions = List.copyOf(partitions);
        this.resolver = resolver;
        this.speeds = speeds;
        this.vendors = vendors(models.values());
        this.operators = List.copyOf(operators);
    }

    /** The catalogue that comes with the product. */
    public static AcceleratorCatalog load() {
        return load("operator's table", new StringReader(""), "operator's speeds", new StringReader(""));
    }

    /**
     * The catalogue with an operator's entries. An entry with a known id replaces the product's whole; the extra names
     * that the product has for that id stay. An alias that is ambiguous in the product may be given to one of the
     * models that it can mean.
     *
     * @param name of the operator's table, for messages
     * @param operators a table with a header of known columns; empty for none
     * @param speedsName of the operator's table of speeds, for messages
     * @param operatorsSpeeds a table with the columns of the product's; empty for none. Of a family that it has, only it counts
     * @throws CatalogException naming every problem, if there is any
     */
    public static AcceleratorCatalog load(String name, Reader operators, String speedsName, Reader operatorsSpeeds) {
        var problems = new ArrayList<String>();
        try {
            Map<String, AcceleratorModel> models =
                    ModelTable.read(CatalogResource.read("accelerators.csv", problems), problems);
            CsvTable own = Csv.read(name, operators, problems);
            Map<String, AcceleratorModel> added = own.header().isEmpty() ? Map.of() : ModelTable.read(own, problems);
            models.putAll(added);
            List<Partition> partitions =
                    PartitionTable.read(CatalogResource.read("partitions.csv", problems), models, problems);
            var names = new NameIndex(problems);
            models.values().forEach(names::add);
            NamesTable.read(CatalogResource.read("names.csv", problems), models, names, problems);
            var speeds = Speeds.read(CatalogResource.read("speeds.csv", problems), models, problems);
            CsvTable ownSpeeds = Csv.read(speedsName, operatorsSpeeds, problems);
            if (!ownSpeeds.header().isEmpty()) {
                speeds = speeds.replacedBy(Speeds.read(ownSpeeds, models, problems));
            }
            if (!problems.isEmpty()) {
                throw new CatalogException(problems);
            }
            return new AcceleratorCatalog(
                    models,
                    added.keySet(),
                    partitions,
                    new AcceleratorResolver(names, partitions),
                    speeds,
                    List.of(own, ownSpeeds));
        } catch (IOException e) {
            throw new UncheckedIOException("The tables " + name + " and " + speedsName + " cannot be read.", e);
        }
    }

    /** Of all that it says: another one says something else. Twelve hexadecimal digits. */
    public String version() {
        var known = version;
        if (known == null) {
            known = CatalogVersion.of(operators);
            version = known;
        }
        return known;
    }

    public Optional<AcceleratorModel> find(String id) {
        return Optional.ofNullable(models.get(id));
    }

    /** All models, in the order of the tables. */
    public Collection<AcceleratorModel> models() {
        return models.values();
    }

    /** Whether the entry is of the operator's table, not of the catalogue that comes with the product. */
    public boolean isOperators(AcceleratorModel model) {
        return own.contains(model.id());
    }

    /** The partitions that a model can be cut into; none also where that is not known. */
    public List<Partition> partitions(AcceleratorModel model) {
        return partitions.stream().filter(p -> p.modelId().equals(model.id())).toList();
    }

    /** The names that a model has beside those of its entry. */
    public ModelNames names(AcceleratorModel model) {
        return ModelNames.of(model, resolver);
    }

    private static Map<String, String> vendors(Collection<AcceleratorModel> models) {
        var vendors = new HashMap<String, String>();
        models.forEach(model -> vendors.put(FoldedName.fold(model.vendor()), model.vendor()));
        vendors.put("mthreads", "Moore Threads");
        vendors.put("ascend", "Huawei");
        vendors.put("thead", "T-Head (Alibaba)");
        return Map.copyOf(vendors);
    }

    /** Vendors by their folded names, and by what else they are called. */
    Map<String, String> vendors() {
        return vendors;
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

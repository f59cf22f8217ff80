package org.vitrail.magic;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.dataset.Inference;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.dataset.TableLink;
import org.vitrail.contract.pac.PacTerms;
import org.vitrail.contract.schema.SchemaFile;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.magic.args.DatasetArgs;
import org.vitrail.magic.args.Options;
import org.vitrail.magic.client.TableSource;
import org.vitrail.magic.pac.Promise;
import org.vitrail.magic.view.SchemaView;
import org.vitrail.privacy.accounting.text.Nearest;

/// `%dp_dataset`: registers tables and lists them.
final class DatasetMagic extends Magic {
    private static final String SAMPLE_CAP = "70%"; // of PAC privacy
    private static final List<String> SAMPLES = List.of("clinic");
    private static final int INFERRED_ROWS_MAX = 4; // of one person, where neither schema nor user says

    DatasetMagic(Notebook notebook) {
        super("dp_dataset", Object.class, DatasetArgs::new, notebook);
    }

    @Override
    boolean takesBody() {
        return true;
    }

    @Override
    @Nullable
    Object run(Object parsed, Optional<String> body) {
        switch (parsed) {
            case DatasetArgs.Register register -> {
                registered(register(register, body.filter(b -> !b.isBlank())));
                warn(notebook(), register.cap.pac);
                if (register.renew) {
                    notebook().renewed(register.name);
                }
            }
            case DatasetArgs.Sample sample -> {
                registered(sample(sample));
                warn(notebook(), sample.cap.pac);
            }
            case DatasetArgs.Names names ->
                notebook().show(SchemaView.datasets(notebook().listDatasets()));
            default ->
                throw new MagicFailure("UsageError: register, sample or list expected behind " + Magic.DP_DATASET
                        + ". Try " + Magic.DP_DATASET + " --help");
        }
        return null;
    }

    private void registered(DatasetView view) {
        notebook().remember(view);
        notebook().show(SchemaView.dataset(view));
    }

    private DatasetView sample(DatasetArgs.Sample args) {
        if (!SAMPLES.contains(args.sample)) {
            throw new MagicFailure("UsageError: there is no sample '" + args.sample + "'"
                    + Nearest.to(args.sample, SAMPLES)
                            .map(n -> "; did you mean " + n + "?")
                            .orElse("; there is " + SAMPLES));
        }
        String name = args.name.orElse(args.sample);
        RegisterDataset request = new RegisterDataset(
                name,
                RegisterDataset.Format.SAMPLE,
                Optional.empty(),
                Optional.empty(),
                args.cap.epsilon,
                args.cap.delta,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                args.cap.measures,
                terms(args.cap).or(() -> sampleTerms(name, args.cap)),
                Optional.empty());
        return notebook().access().call(ActionName.REGISTER_DATASET, request, DatasetView.class);
    }

    /// A sample can be asked in both ways unless it was registered otherwise.
    private Optional<PacTerms> sampleTerms(String name, Options.Cap cap) {
        return notebook().listDatasets().stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .map(known -> known.pac().map(account -> new PacTerms(account.capPico(), cap.pacUnitsMin)))
                .orElseGet(() -> Optional.of(new PacTerms(picoNats(SAMPLE_CAP), cap.pacUnitsMin)));
    }

    private static Optional<PacTerms> terms(Options.Cap cap) {
        return cap.pac.map(typed -> new PacTerms(picoNats(typed), cap.pacUnitsMin));
    }

    private static TableLink link(String typed) {
        try {
            return TableLink.read(typed);
        } catch (IllegalArgumentException e) {
            throw new MagicFailure("UsageError: " + e.getMessage());
        }
    }

    /// A cap as it was typed, `70%` or nats, rounded down.
    static long picoNats(String typed) {
        return Promise.servedCap("--pac-cap", typed);
    }

    /// Says so if the cap that was typed keeps little.
    static void warn(Notebook notebook, Optional<String> typed) {
        typed.flatMap(cap -> Promise.littleKept(picoNats(cap))).ifPresent(line -> notebook.say("Note: " + line));
    }

    private DatasetView register(DatasetArgs.Register args, Optional<String> body) {
        if (body.isPresent() && args.schema.isPresent()) {
            throw new MagicFailure("UsageError: a schema stands in the cell and in --schema; give one of them");
        }
        Optional<TableSchema> schema = body.or(() -> args.schema.map(DatasetMagic::text))
                .map(SchemaFile::read)
                .map(declared -> withUnit(declared, args));
        if (schema.isEmpty() && args.inferBudget.isEmpty()) {
            throw new MagicFailure(
                    "UsageError: --schema FILE (declared, free) or --infer-budget EPSILON (paid for) expected; "
                            + Magic.DP_SCHEMA + " NAME --template FILE --from DATAFILE writes a template");
        }
        boolean jdbc = args.source.startsWith("jdbc:");
        RegisterDataset request = new RegisterDataset(
                args.name,
                jdbc ? RegisterDataset.Format.JDBC : format(args),
                schema,
                args.inferBudget.map(budget -> inference(budget, schema, args)),
                args.cap.epsilon,
                args.cap.delta,
                args.rowsPublic,
                jdbc ? Optional.of(args.source) : Optional.empty(),
                jdbc ? Optional.of(query(args)) : Optional.empty(),
                args.renew,
                args.cap.measures,
                terms(args.cap),
                args.link.map(DatasetMagic::link));
        if (jdbc) {
            return notebook().access().call(ActionName.REGISTER_DATASET, request, DatasetView.class);
        }
        try (InputStream bytes = TableSource.open(args.source, path(args.source))) {
            return notebook().access().upload(request, bytes);
        } catch (IOException e) {
            throw new MagicFailure("'" + args.source + "' could not be read to its end");
        }
    }

    /// `EPSILON[,DELTA]`, and the unit of the schema file or of the command line.
    private static Inference inference(String budget, Optional<TableSchema> schema, DatasetArgs.Register args) {
        String[] parts = budget.split(",", -1);
        double epsilon;
        double delta;
        try {
            epsilon = Double.parseDouble(parts[0].strip());
            delta = parts.length > 1 ? Double.parseDouble(parts[1].strip()) : args.cap.delta / 10;
        } catch (NumberFormatException e) {
            throw new MagicFailure(
                    "UsageError: --infer-budget EPSILON[,DELTA] expected, as 0.5 or 0.5,1e-6, got '" + budget + "'");
        }
        if (parts.length > 2) {
            throw new MagicFailure("UsageError: --infer-budget EPSILON[,DELTA] expected, got " + parts.length
                    + " numbers in '" + budget + "'");
        }
        return new Inference(epsilon, delta, schema.map(TableSchema::unit).orElseGet(() -> unit(args)));
    }

    private static PrivacyUnit unit(DatasetArgs.Register args) {
        String unit = args.unit.orElse("row");
        return unit.equals("row")
                ? new PrivacyUnit.Row()
                : new PrivacyUnit.Person(unit, args.rowsMax.orElse(INFERRED_ROWS_MAX));
    }

    /// `--unit` on the command line wins over the schema file's.
    private static TableSchema withUnit(TableSchema declared, DatasetArgs.Register args) {
        if (args.unit.isEmpty()) {
            return declared;
        }
        String unit = args.unit.get();
        if (unit.equals("row")) {
            return new TableSchema(declared.columns(), new PrivacyUnit.Row());
        }
        if (args.rowsMax.isEmpty()
                && declared.unit() instanceof PrivacyUnit.Person person
                && person.column().equals(unit)) {
            return declared; // the file says the same, with its bound
        }
        if (args.rowsMax.isEmpty()) {
            throw new MagicFailure("UsageError: --rows-max M expected with --unit " + unit
                    + ": at most how many rows of one person are used (further rows are left out)");
        }
        List<Column> others =
                declared.columns().stream().filter(c -> !c.name().equals(unit)).toList();
        return new TableSchema(others, new PrivacyUnit.Person(unit, args.rowsMax.get()));
    }

    private static RegisterDataset.Format format(DatasetArgs.Register args) {
        if (args.format.isPresent()) {
            return switch (args.format.get()) {
                case CSV -> RegisterDataset.Format.CSV;
                case PARQUET -> RegisterDataset.Format.PARQUET;
                case ARROW -> RegisterDataset.Format.ARROW;
            };
        }
        String name = args.source.toLowerCase(Locale.ROOT).replaceFirst("[?#].*$", "");
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return switch (ending) {
            case "csv", "txt" -> RegisterDataset.Format.CSV;
            case "parquet", "pq" -> RegisterDataset.Format.PARQUET;
            case "arrow", "feather", "ipc", "arrows" -> RegisterDataset.Format.ARROW;
            default ->
                throw new MagicFailure("UsageError: --format csv, parquet or arrow expected, because the name '"
                        + args.source + "' does not tell");
        };
    }

    private static String query(DatasetArgs.Register args) {
        if (args.query.isPresent() == args.table.isPresent()) {
            throw new MagicFailure("UsageError: either --query SQL or --table TABLE expected with a jdbc: source");
        }
        return args.query.or(() -> args.table).orElse("");
    }

    private static String text(String file) {
        try {
            return Files.readString(path(file));
        } catch (IOException e) {
            throw new MagicFailure("cannot read the schema file '" + file + "' (not there, or not UTF-8)");
        }
    }
}

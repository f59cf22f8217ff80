package org.vitrail.magic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.schema.SchemaText;
import org.vitrail.magic.args.SchemaArgs;
import org.vitrail.magic.client.TableSource;
import org.vitrail.magic.view.SchemaView;

/// `%dp_schema`: shows a schema, or writes a template.
final class SchemaMagic extends Magic {
    SchemaMagic(Notebook notebook) {
        super("dp_schema", DatasetView.class, SchemaArgs::new, notebook);
    }

    @Override
    @Nullable
    Object run(Object parsed, Optional<String> body) {
        SchemaArgs args = (SchemaArgs) parsed;
        if (args.from.isPresent()) {
            if (args.template.isEmpty()) {
                throw new MagicFailure("UsageError: --template FILE expected with --from: where to write the template");
            }
            write(args, SchemaText.template(TableSource.header(path(args.from.get()))));
            return null;
        }
        DatasetView view = notebook().describe(args.dataset);
        if (args.template.isPresent()) {
            write(args, SchemaText.of(view.schema()));
        } else {
            notebook().show(SchemaView.dataset(view));
        }
        return view;
    }

    private void write(SchemaArgs args, String text) {
        Path file = path(args.template.orElse(""));
        if (Files.exists(file) && !args.force) {
            throw new MagicFailure("'" + file + "' exists; --force overwrites it");
        }
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new MagicFailure("cannot write '" + file + "'");
        }
        notebook()
                .say("wrote " + file + "; edit it, then " + Magic.DP_DATASET + " register NAME DATAFILE --schema "
                        + file);
    }
}

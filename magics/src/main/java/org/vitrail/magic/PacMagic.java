package org.vitrail.magic;

import java.util.Optional;
import javax.lang.model.SourceVersion;
import org.dflib.DataFrame;
import org.dflib.jjava.jupyter.kernel.BaseNotebookStatics;
import org.jspecify.annotations.Nullable;
import org.vitrail.magic.pac.Pac;
import org.vitrail.magic.pac.PacAnswer;
import org.vitrail.magic.pac.PacArgs;
import org.vitrail.magic.pac.PacRehearsal;
import org.vitrail.magic.pac.PacRequest;
import org.vitrail.magic.view.CurveView;
import org.vitrail.magic.view.PacView;
import org.vitrail.privacy.pac.Nats;

/// `%pac_calibrate`: PAC-private answers about a table that the notebook holds.
final class PacMagic extends Magic {
    private static final Nats SHOWN = Nats.ofFraction(1, 128);

    private final PacQuery queries;

    PacMagic(Notebook notebook) {
        super("pac_calibrate", PacAnswer.class, PacArgs::new, notebook);
        this.queries = new PacQuery(notebook);
    }

    @Override
    boolean takesBody() {
        return true;
    }

    @Override
    @Nullable
    Object run(Object parsed, Optional<String> body) {
        PacArgs args = (PacArgs) parsed;
        if (args.dataset.isPresent()) {
            args.requireNoTable();
            return queries.run(args.dataset.get(), args, body);
        }
        if (body.filter(text -> !text.isBlank()).isPresent() || args.quote || args.fresh || args.verbose) {
            throw new MagicFailure(
                    "UsageError: a query in the cell, --quote, --fresh and --verbose belong to --dataset NAME");
        }
        if (args.rehearse && args.output.isPresent()) {
            throw new MagicFailure("UsageError: --rehearse answers nothing that --output could hold: leave one out");
        }
        Optional<String> variable = variable(args.output);
        if (variable.filter(args.table::equals).isPresent()) {
            throw new MagicFailure(
                    "UsageError: --output: another variable than the table's expected, got '" + args.table + "'");
        }
        PacRequest request = PacRequest.of(args, table(args.table));
        WorldsProgress progress = new WorldsProgress(notebook(), args.worlds.orElse(Pac.WORLDS));
        if (args.rehearse) {
            PacRehearsal rehearsal = progress.during(() -> request.rehearse(progress));
            Nats charge = request.promised()
                    .or(() -> args.noiseAtMost.map(rehearsal::noiseAtMost))
                    .orElse(SHOWN);
            notebook().show(PacView.worlds(rehearsal, request.names(rehearsal), charge));
            notebook().show(CurveView.of(PacView.curve(charge)));
            return null;
        }
        PacAnswer answer = progress.during(() -> request.answer(progress));
        notebook().show(PacView.answer(answer));
        variable.ifPresent(v -> Vars.bind(v, PacAnswer.class, answer));
        return answer;
    }

    /// Refuses what only a server's dataset has.
    static void requireLocal(PacArgs args, String magic) {
        if (args.dataset.isPresent() || args.quote || args.fresh || args.verbose) {
            throw new MagicFailure("UsageError: " + magic + " is for a table that the notebook holds: TABLE expected"
                    + " instead of --dataset, --quote, --fresh and --verbose");
        }
        if (args.rehearse || args.noiseAtMost.isPresent()) {
            throw new MagicFailure(
                    "UsageError: --rehearse and --noise-at-most belong to pac_calibrate, got one with " + magic);
        }
    }

    /// The table in a variable.
    static DataFrame table(String variable) {
        if (!SourceVersion.isIdentifier(variable)) {
            throw new MagicFailure("UsageError: TABLE: a Java variable that holds a DataFrame expected, got '"
                    + variable + "'; or --dataset NAME of pac_calibrate");
        }
        Object value;
        try {
            value = BaseNotebookStatics.eval(variable);
        } catch (RuntimeException e) { // the compiler's words about a name that is not there
            throw new MagicFailure("UsageError: no variable '" + variable + "'; a Java variable that holds a DataFrame"
                    + " is expected, or --dataset NAME of pac_calibrate");
        }
        if (value instanceof DataFrame frame) {
            return frame;
        }
        throw new MagicFailure(
                "UsageError: TABLE: a Java variable that holds a DataFrame expected, got '" + variable + "'");
    }
}

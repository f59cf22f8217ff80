package org.vitrail.magic;

import java.util.Optional;
import org.vitrail.magic.pac.Pac;
import org.vitrail.magic.pac.PacArgs;
import org.vitrail.magic.pac.PacPredictor;
import org.vitrail.magic.pac.PacPredictorArgs;
import org.vitrail.magic.pac.PacRequest;

/// `%pac_predictor`: trains a classifier in every world; its labels are asked for and paid one by one.
final class PacPredictorMagic extends Magic {
    PacPredictorMagic(Notebook notebook) {
        super("pac_predictor", PacPredictor.class, PacPredictorArgs::new, notebook);
    }

    @Override
    Object run(Object parsed, Optional<String> body) {
        PacArgs args = (PacArgs) parsed;
        PacMagic.requireLocal(args, "%pac_predictor");
        if (args.nats.isPresent() || args.advantage.isPresent() || args.coordinates) {
            throw new MagicFailure("UsageError: --mi, --advantage and --coordinates are not for pac_predictor: each"
                    + " label names its own price, model.label(\"1/1024\", …)");
        }
        Optional<String> variable = variable(args.output);
        PacRequest request = PacRequest.of(args, PacMagic.table(args.table));
        WorldsProgress progress = new WorldsProgress(notebook(), args.worlds.orElse(Pac.WORLDS));
        PacPredictor predictor = progress.during(() -> request.predictor(progress));
        notebook().say(predictor.toString());
        variable.ifPresent(v -> Vars.bind(v, PacPredictor.class, predictor));
        return predictor;
    }
}

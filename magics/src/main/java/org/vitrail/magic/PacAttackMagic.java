package org.vitrail.magic;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vitrail.magic.pac.PacAttackArgs;
import org.vitrail.magic.pac.PacRehearsal;
import org.vitrail.magic.pac.PacRequest;
import org.vitrail.magic.view.PacView;
import org.vitrail.privacy.pac.Nats;

/// `%pac_attack`: what the best attacker gets from answers, beside the bound.
final class PacAttackMagic extends Magic {
    private static final int ANSWERS_MAX = 1024;
    private static final int TRIALS_MAX = 100_000;

    PacAttackMagic(Notebook notebook) {
        super("pac_attack", Object.class, PacAttackArgs::new, notebook);
    }

    @Override
    @Nullable
    Object run(Object parsed, Optional<String> body) {
        PacAttackArgs args = (PacAttackArgs) parsed;
        PacMagic.requireLocal(args, "%pac_attack");
        if (args.output.isPresent()) {
            throw new MagicFailure("UsageError: pac_attack shows figures and has no --output: leave it out");
        }
        if (args.answers < 1 || args.answers > ANSWERS_MAX || args.trials < 1 || args.trials > TRIALS_MAX) {
            throw new MagicFailure("UsageError: expected 1 to " + ANSWERS_MAX + " --answers and 1 to " + TRIALS_MAX
                    + " --trials, got " + args.answers + " and " + args.trials);
        }
        PacRequest request = PacRequest.of(args, PacMagic.table(args.table));
        Nats each = request.promised()
                .orElseThrow(() -> new MagicFailure("UsageError: expected --mi 1/128 or --advantage 56%"));
        List<PacRehearsal.Round> rounds = request.rehearse(done -> {}).attack(each, args.answers, args.trials);
        notebook().show(PacView.attack(rounds, each, args.trials, request.units()));
        return null;
    }
}

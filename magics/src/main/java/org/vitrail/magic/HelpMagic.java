package org.vitrail.magic;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vitrail.magic.args.HelpArgs;
import org.vitrail.privacy.accounting.text.Nearest;

/// `%dp_help`: what there is.
final class HelpMagic extends Magic {
    private final Supplier<List<MagicDescription>> all;

    HelpMagic(Notebook notebook, Supplier<List<MagicDescription>> all) {
        super("dp_help", Object.class, HelpArgs::new, notebook);
        this.all = all;
    }

    @Override
    @Nullable
    Object run(Object parsed, Optional<String> body) {
        Optional<String> wanted = ((HelpArgs) parsed).magic.map(m -> m.replaceFirst("^%+", ""));
        if (wanted.isPresent()) {
            notebook().say(help(wanted.get()));
            return null;
        }
        StringBuilder text = new StringBuilder("Magics of Vitrail (%NAME --help explains one):\n");
        for (MagicDescription magic : all.get()) {
            text.append("  %%%-15s %s%n".formatted(magic.name(), magic.summary()));
        }
        notebook().say(text.toString().stripTrailing());
        return null;
    }

    private String help(String name) {
        List<String> names = all.get().stream().map(MagicDescription::name).toList();
        return all.get().stream()
                .filter(m -> m.name().equals(name))
                .map(MagicDescription::help)
                .findFirst()
                .orElseThrow(() -> new MagicFailure("there is no magic %" + name
                        + Nearest.to(name, names)
                                .map(n -> "; did you mean %" + n + "?")
                                .orElse("")));
    }
}

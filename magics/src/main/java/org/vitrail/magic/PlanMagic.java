package org.vitrail.magic;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.vitrail.magic.args.Options;
import org.vitrail.magic.view.Bundle;
import org.vitrail.magic.view.CurveView;
import org.vitrail.magic.view.CurveView.Curve;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.text.EventReader;

/// A question about a plan of privacy events: arithmetic on public numbers, done here; no server is asked.
abstract class PlanMagic<R> extends Magic {
    private final Class<R> type;

    /// @param type what it answers with
    PlanMagic(String name, Class<R> type, Supplier<Object> arguments, Notebook notebook) {
        super(name, type, arguments, notebook);
        this.type = type;
    }

    /// What was asked.
    ///
    /// @param events as written on the line and in the cell's body
    record Question(String events, NeighbouringRelation relation, Options.Plan terms) {}

    /// What is shown and bound.
    record Answer<R>(R value, Bundle view, List<Curve> curves) {
        Answer {
            curves = List.copyOf(curves);
        }
    }

    /// The plan among the magic's own arguments.
    abstract Options.Plan terms(Object parsed);

    abstract Answer<R> answer(Object parsed, Question question);

    @Override
    final boolean takesBody() {
        return true;
    }

    @Override
    final Object run(Object parsed, Optional<String> body) {
        Options.Plan terms = terms(parsed);
        Optional<String> variable = variable(terms.output.variable);
        String events = (String.join(" ", terms.events) + "\n" + body.orElse("")).strip();
        Answer<R> answer = answer(parsed, new Question(events, EventReader.relation(terms.relation), terms));
        notebook().show(answer.view());
        answer.curves().forEach(curve -> notebook().show(CurveView.of(curve)));
        variable.ifPresent(v -> Vars.bind(v, type, answer.value()));
        return answer.value();
    }
}

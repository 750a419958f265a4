%% What all handlers do: the scenario's plan, callback by callback.
-module(fuzz_handler).
-export([init/1, event/3, call/2, terminate/2, code_change/3]).

init({Args, Given}) -> init(Args, [{term, Given}]);
init(Args) -> init(Args, []).

init(#{table := Table, tag := Tag, init := Outcome, terminate := Terminate, upgrade := Upgrade}, Given) ->
    otp_fuzz:here(Table),
    note([init, Tag | Given]),
    case Outcome of
        ok -> {ok, #{tag => Tag, count => 0, terminate => Terminate, upgrade => Upgrade}};
        _ -> unusual(Outcome)
    end.

%% `handle_event` and `handle_info`.
event(Callback, #{n := N, plan := Plan}, #{tag := Tag, count := Count} = State) ->
    note([Callback, Tag, Count, N]),
    Next = State#{count := Count + 1},
    case maps:get(Tag, Plan, ok) of
        ok -> {ok, Next};
        throw_ok -> throw({ok, Next});
        remove -> remove_handler;
        #{swap := #{to := To, args := Args, initArgs := InitArgs}} ->
            {swap_handler, Args, Next, To, InitArgs#{table => otp_fuzz:here()}};
        Outcome -> unusual(Outcome)
    end;
event(Callback, Other, #{tag := Tag, count := Count} = State) ->
    note([Callback, Tag, Count, {term, Other}]),
    {ok, State#{count := Count + 1}}.

call(#{n := N} = Request, State) ->
    case event(handle_call, Request, State) of
        {ok, Next} -> {ok, {reply, N}, Next};
        {swap_handler, Args, Next, To, InitArgs} -> {swap_handler, {reply, N}, Args, Next, To, InitArgs};
        remove_handler -> {remove_handler, {reply, N}};
        Bad -> Bad
    end.

terminate(Reason, #{tag := Tag, count := Count, terminate := Outcome}) ->
    note([terminate, Tag, Count, {term, Reason}]),
    case Outcome of
        ok -> {bye, Tag};
        _ -> unusual(Outcome)
    end.

code_change(OldVsn, #{tag := Tag, count := Count, upgrade := Outcome} = State, Extra) ->
    note([code_change, Tag, Count, OldVsn, Extra]),
    case Outcome of
        ok -> {ok, State#{count := Count + 10}};
        _ -> unusual(Outcome)
    end.

unusual(#{bad := Value}) -> Value;
unusual(#{error := Reason}) -> error(Reason);
unusual(#{exit := Reason}) -> exit(Reason);
unusual(#{throw := Value}) -> throw(Value).

note(What) -> otp_fuzz:note(otp_fuzz:here(), {manager, {array, What}}).
